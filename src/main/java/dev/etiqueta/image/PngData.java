package dev.etiqueta.image;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The compressed pixels: the data chunks of a PNG as one stream, inflated into the caller's rows. */
final class PngData implements AutoCloseable {

    private static final int MAX_BUFFER = 8192;

    private final byte[] file;
    /** Position and length of each data chunk, by turns. */
    private int[] chunks = new int[2];

    private int count;
    private int next;
    private long compressedLength;
    private final Inflater inflater = new Inflater();

    /** Some rows at once: a call into zlib for each row of a small image takes longer than the inflating itself. */
    private final byte[] buffer;

    private int position;
    private int end;

    /** @param length bytes that will be read, more or less */
    PngData(byte[] file, long length) {
        this.file = file;
        this.buffer = new byte[(int) Math.min(length, MAX_BUFFER)];
    }

    void add(int position, int length) {
        if (count == chunks.length) {
            chunks = Arrays.copyOf(chunks, 2 * count);
        }
        chunks[count++] = position;
        chunks[count++] = length;
        compressedLength += length;
    }

    long compressedLength() {
        return compressedLength;
    }

    /** Fills the start of the row. */
    void read(byte[] row, int length) {
        int filled = 0;
        while (filled < length) {
            if (position == end) {
                inflate();
            }
            int copied = Math.min(length - filled, end - position);
            System.arraycopy(buffer, position, row, filled, copied);
            position += copied;
            filled += copied;
        }
    }

    /** Fills the buffer with what comes next, which is one byte at least. */
    private void inflate() {
        position = 0;
        end = 0;
        try {
            while (end == 0) {
                if (inflater.needsInput() && next < count) {
                    inflater.setInput(file, chunks[next], chunks[next + 1]);
                    next += 2;
                }
                end = inflater.inflate(buffer);
                if (end == 0 && (inflater.finished() || inflater.needsDictionary() || isExhausted())) {
                    throw ImageException.damaged("the PNG is truncated: its pixels end early");
                }
            }
        } catch (DataFormatException e) {
            throw ImageException.damaged("the PNG is damaged: its compressed pixels make no sense");
        }
    }

    private boolean isExhausted() {
        return inflater.needsInput() && next == count;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
