package dev.etiqueta.image;

import dev.etiqueta.memory.Malloc;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;

/** A JPEG, decoded by the JDK. Its reader is made for each image: a reader keeps state and belongs to one thread. */
final class JpegImage implements EncodedImage {

    private static final int LARGE = 1 << 20;

    private final JpegSegments segments;

    /** @throws ImageException if it is truncated, or of a form that is not decoded */
    JpegImage(byte[] encoded) {
        this.segments = JpegSegments.read(encoded);
    }

    @Override
    public int width() {
        return segments.frame().width();
    }

    @Override
    public int height() {
        return segments.frame().height();
    }

    /** Three samples as the JDK's reader gives them, and the four bytes of a pixel that they become. */
    @Override
    public int bytesPerPixel(ColorMode mode) {
        return 3 + 4 + mode.channels();
    }

    @Override
    public long nativeBytes() {
        return segments.inPieces() ? segments.frame().coefficientBytes() : 0;
    }

    @Override
    public byte[] decode(ColorMode mode, Runnable check) {
        BufferedImage image = read(check);
        return switch (mode) {
            case GRAYSCALE -> grayscale(image);
            case RGB -> rgb(image);
        };
    }

    private static byte[] grayscale(BufferedImage image) {
        if (image.getRaster().getNumBands() == 1) {
            // Not getRGB: the grey colour space of Java 2D is linear, and would brighten the samples.
            return samples(image.getRaster());
        }
        int[] pixels = pixels(image);
        byte[] grey = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            int pixel = pixels[i];
            grey[i] = (byte) Luma.of(pixel >> 16 & 0xff, pixel >> 8 & 0xff, pixel & 0xff);
        }
        return grey;
    }

    private static byte[] rgb(BufferedImage image) {
        if (image.getRaster().getNumBands() == 1) {
            byte[] grey = samples(image.getRaster());
            byte[] rgb = new byte[grey.length * 3];
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = grey[i / 3];
            }
            return rgb;
        }
        int[] pixels = pixels(image);
        byte[] rgb = new byte[pixels.length * 3];
        for (int i = 0; i < pixels.length; i++) {
            rgb[3 * i] = (byte) (pixels[i] >> 16);
            rgb[3 * i + 1] = (byte) (pixels[i] >> 8);
            rgb[3 * i + 2] = (byte) pixels[i];
        }
        return rgb;
    }

    private static byte[] samples(Raster raster) {
        return (byte[]) raster.getDataElements(0, 0, raster.getWidth(), raster.getHeight(), null);
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }

    /** The JDK's reader fills what is missing with grey and only warns: here that is an error. */
    private BufferedImage read(Runnable check) {
        if (nativeBytes() >= LARGE) {
            Malloc.keepNoLargeBlocks();
        }
        List<String> warnings = new ArrayList<>();
        ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
        try (var input = new CheckedImageStream(segments.essential(), check)) {
            reader.setInput(input, true, true);
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            BufferedImage image = reader.read(0);
            if (warnings.isEmpty()) {
                return image;
            }
        } catch (IOException | RuntimeException e) {
            // It may have been the check that ended it.
            check.run();
            // It answers hostile bytes with whatever its arrays throw, and its messages are for its authors.
            throw ImageException.damaged("the JPEG is damaged or truncated");
        } finally {
            reader.dispose();
        }
        throw ImageException.damaged("the JPEG is damaged or truncated: " + warnings.getFirst());
    }
}
