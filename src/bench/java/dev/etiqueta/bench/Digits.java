package dev.etiqueta.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The first images of the test data. */
final class Digits {

    static final int COUNT = 100;
    static final int SIDE = 28;

    private static final Path FILE = Path.of("src/test/resources/mnist/t10k-images-idx3-ubyte.gz");
    private static final int HEADER = 16;

    private Digits() {}

    /** {@value #COUNT} images, each {@value #SIDE} rows of as many samples of 0-255. */
    static byte[][] pixels() throws IOException {
        byte[][] pixels = new byte[COUNT][];
        try (InputStream in = new GZIPInputStream(Files.newInputStream(FILE))) {
            in.skipNBytes(HEADER);
            for (int i = 0; i < COUNT; i++) {
                pixels[i] = in.readNBytes(SIDE * SIDE);
            }
        }
        return pixels;
    }
}
