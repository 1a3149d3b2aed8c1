package dev.etiqueta.image;

import java.util.Arrays;

/** Undoes the filters of the rows (ISO/IEC 15948, 9.2), and the interlacing (8.2). Holds two rows, whatever the image. */
final class PngRows {

    /** For each pass of Adam7: first column, first row, column step, row step. */
    private static final int[][] ADAM7 = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private static final int[][] ONE_PASS = {{0, 0, 1, 1}};

    private final PngHeader header;
    private final PngData data;
    /** Bytes between a sample and the one to its left: filters work on bytes, and on whole ones. */
    private final int left;

    private byte[] row;
    private byte[] above;

    private PngRows(PngHeader header, PngData data) {
        this.header = header;
        this.data = data;
        this.left = Math.max(1, header.bitsPerPixel() / 8);
        // One byte in front for the filter's number.
        this.row = new byte[1 + header.rowLength(header.width())];
        this.above = new byte[row.length];
    }

    static byte[] decode(PngHeader header, PngData data, PngSamples samples) {
        byte[] pixels = new byte[Math.toIntExact((long) header.width() * header.height() * samples.channels())];
        PngRows rows = new PngRows(header, data);
        for (int[] pass : header.interlaced() ? ADAM7 : ONE_PASS) {
            rows.decodePass(pass, samples, pixels);
        }
        return pixels;
    }

    private void decodePass(int[] pass, PngSamples samples, byte[] pixels) {
        int firstColumn = pass[0];
        int columnStep = pass[2];
        int count = (header.width() - firstColumn + columnStep - 1) / columnStep;
        if (count <= 0) {
            return;
        }
        int length = 1 + header.rowLength(count);
        Arrays.fill(above, 0, length, (byte) 0);
        for (int y = pass[1]; y < header.height(); y += pass[3]) {
            data.read(row, length);
            unfilter(length);
            int start = y * header.width() + firstColumn;
            samples.convert(row, count, pixels, start, columnStep);
            byte[] swapped = above;
            above = row;
            row = swapped;
        }
    }

    private void unfilter(int length) {
        switch (row[0]) {
            case 0 -> {}
            case 1 -> unfilterSub(length);
            case 2 -> unfilterUp(length);
            case 3 -> unfilterAverage(length);
            case 4 -> unfilterPaeth(length);
            default ->
                throw ImageException.damaged("the PNG is damaged: row filter %d does not exist".formatted(row[0]));
        }
    }

    private void unfilterSub(int length) {
        for (int i = 1 + left; i < length; i++) {
            row[i] += row[i - left];
        }
    }

    private void unfilterUp(int length) {
        for (int i = 1; i < length; i++) {
            row[i] += above[i];
        }
    }

    private void unfilterAverage(int length) {
        for (int i = 1; i < length; i++) {
            int a = i > left ? row[i - left] & 0xff : 0;
            row[i] += (byte) ((a + (above[i] & 0xff)) >> 1);
        }
    }

    private void unfilterPaeth(int length) {
        for (int i = 1; i < length; i++) {
            int a = i > left ? row[i - left] & 0xff : 0;
            int b = above[i] & 0xff;
            int c = i > left ? above[i - left] & 0xff : 0;
            row[i] += (byte) paeth(a, b, c);
        }
    }

    private static int paeth(int a, int b, int c) {
        int toA = Math.abs(b - c);
        int toB = Math.abs(a - c);
        int toC = Math.abs(a + b - 2 * c);
        if (toA <= toB && toA <= toC) {
            return a;
        }
        return toB <= toC ? b : c;
    }
}
