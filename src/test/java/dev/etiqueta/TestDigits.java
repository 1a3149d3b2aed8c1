package dev.etiqueta;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;

/** The 10,000 test images of MNIST, their labels, and what PyTorch makes of them. */
public final class TestDigits {

    public static final int COUNT = 10_000;
    private static final int PIXELS = 28 * 28;

    private static final byte[] IMAGES = unzip("t10k-images-idx3-ubyte.gz");
    private static final byte[] LABELS = unzip("t10k-labels-idx1-ubyte.gz");

    private TestDigits() {}

    /** 28 x 28 pixels of 0-255. */
    public static byte[] pixels(int index) {
        byte[] pixels = new byte[PIXELS];
        System.arraycopy(IMAGES, 16 + index * PIXELS, pixels, 0, PIXELS);
        return pixels;
    }

    public static int label(int index) {
        return LABELS[8 + index];
    }

    /** The image as a PNG. */
    public static byte[] png(int index) {
        return png(pixels(index));
    }

    /** The image as a PNG, black on white. */
    public static byte[] invertedPng(int index) {
        byte[] pixels = pixels(index);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) ~pixels[i];
        }
        return png(pixels);
    }

    private static byte[] png(byte[] pixels) {
        BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, 28, 28, pixels);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }

    /** The index of the first image with that label. */
    public static int first(int label) {
        for (int i = 0; i < COUNT; i++) {
            if (label(i) == label) {
                return i;
            }
        }
        throw new AssertionError(label);
    }

    /** PyTorch's outputs for all images, in order. */
    public static float[] logits(String model) {
        byte[] bytes = unzip(model + ".logits.f32.gz");
        float[] logits = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(logits);
        return logits;
    }

    private static byte[] unzip(String name) {
        try (InputStream in = new GZIPInputStream(TestDigits.class.getResourceAsStream("/mnist/" + name))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
