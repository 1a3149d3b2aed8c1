package dev.etiqueta.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Black JPEGs of any size, as the JDK writes them: colour is sampled half as often, in both directions. */
public final class JpegFiles {

    private JpegFiles() {}

    /** One that has all pixels in several pieces. */
    public static byte[] progressive(int width, int height) throws IOException {
        return write(width, height, ImageWriteParam.MODE_DEFAULT);
    }

    /** One that has each pixel once. */
    public static byte[] baseline(int width, int height) throws IOException {
        return write(width, height, ImageWriteParam.MODE_DISABLED);
    }

    private static byte[] write(int width, int height, int progressive) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (var output = new MemoryCacheImageOutputStream(file)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setProgressiveMode(progressive);
            writer.setOutput(output);
            BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return file.toByteArray();
    }
}
