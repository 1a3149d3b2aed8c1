package dev.etiqueta.web;

import dev.etiqueta.image.ColorMode;
import dev.etiqueta.image.ImageContract;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Shows pixels as a picture. */
final class PngWriter {

    private PngWriter() {}

    /**
     * A PNG of the contract's size and mode.
     *
     * @param pixels {@link ImageContract#samples()} samples of 0-255: height x width x channels
     */
    static byte[] write(byte[] pixels, ImageContract contract) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        // In memory, because the root file system may be read-only.
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(png)) {
            ImageIO.write(image(pixels, contract), "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }

    private static BufferedImage image(byte[] pixels, ImageContract contract) {
        boolean grey = contract.mode() == ColorMode.GRAYSCALE;
        BufferedImage image = new BufferedImage(
                contract.width(), contract.height(), grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        if (grey) {
            image.getRaster().setDataElements(0, 0, contract.width(), contract.height(), pixels);
        } else {
            for (int i = 0; i < pixels.length / 3; i++) {
                int rgb = (pixels[3 * i] & 0xff) << 16 | (pixels[3 * i + 1] & 0xff) << 8 | (pixels[3 * i + 2] & 0xff);
                image.setRGB(i % contract.width(), i / contract.width(), rgb);
            }
        }
        return image;
    }
}
