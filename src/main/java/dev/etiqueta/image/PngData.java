package dev.etiqueta.image;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The compressed pixels: the data chunks of a PNG as one stream, inflated into the caller's rows. */
final class PngData implements AutoCloseable {

    private final byte[] file;
    /** Position and length of each data chunk, by turns. */
    private int[] chunks = new int[2];

    private int count;
    private int next;
    private long compressedLength;
    private final Inflater inflater = new Inflater();

    PngData(byte[] file) {
        this.file = file;
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
        try {
            while (filled < length) {
                if (inflater.needsInput() && next < count) {
                    inflater.setInput(file, chunks[next], chunks[next + 1]);
                    next += 2;
                }
                int inflated = inflater.inflate(row, filled, length - filled);
                if (inflated == 0 && (inflater.finished() || inflater.needsDictionary() || isExhausted())) {
                    throw ImageException.damaged("the PNG is truncated: its pixels end early");
                }
                filled += inflated;
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
