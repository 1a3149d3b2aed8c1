package dev.etiqueta.evaluation;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * An IDX file of unsigned bytes, plain or gzipped.
 *
 * @see <a href="https://github.com/cvdfoundation/mnist">the format, described with MNIST</a>
 */
final class IdxFile implements AutoCloseable {

    /** The files' first numbers: two zeros, 8 for unsigned bytes, and the number of dimensions. */
    private static final int LABELS = 0x0801;

    private static final int IMAGES = 0x0803;

    private final Path path;
    private final DataInputStream in;
    private final Header header;

    /** What a file says of itself; width and height are 1 for labels. */
    record Header(int magic, int count, int height, int width) {}

    private IdxFile(Path path, DataInputStream in) throws IOException {
        this.path = path;
        this.in = in;
        int magic = in.readInt();
        if (magic != LABELS && magic != IMAGES) {
            throw new IOException("%s is no IDX file of images or labels".formatted(path));
        }
        int count = in.readInt();
        int height = magic == IMAGES ? in.readInt() : 1;
        int width = magic == IMAGES ? in.readInt() : 1;
        if (count < 0 || height < 1 || width < 1) {
            throw new IOException("%s is damaged: it promises %d of %d x %d".formatted(path, count, width, height));
        }
        this.header = new Header(magic, count, height, width);
    }

    /** @throws IOException if it cannot be read, or is no such file */
    static IdxFile open(Path path) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(path));
        try {
            in.mark(2);
            boolean gzipped = in.read() == 0x1f && in.read() == 0x8b;
            in.reset();
            return new IdxFile(
                    path, new DataInputStream(gzipped ? new BufferedInputStream(new GZIPInputStream(in)) : in));
        } catch (EOFException e) {
            in.close();
            throw new EOFException("%s ends within its header".formatted(path));
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    static boolean holdsImages(Path path) {
        return magic(path) == IMAGES;
    }

    static boolean holdsLabels(Path path) {
        return magic(path) == LABELS;
    }

    private static int magic(Path path) {
        try (IdxFile file = open(path)) {
            return file.header.magic();
        } catch (IOException e) {
            return -1;
        }
    }

    Header header() {
        return header;
    }

    /** The next so many bytes. */
    byte[] next(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("%s is truncated: it promises %d entries".formatted(path, header.count()));
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
