package dev.etiqueta.image;

import java.util.Arrays;

/**
 * The colours of a palette image.
 *
 * @param rgb three bytes for each entry
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record PngPalette(byte[] rgb) {

    static PngPalette none() {
        return new PngPalette(new byte[0]);
    }

    static PngPalette read(byte[] file, int position, int length) {
        if (length == 0 || length % 3 != 0 || length > 3 * 256) {
            throw ImageException.damaged("the PNG's palette is damaged: it has %d bytes".formatted(length));
        }
        return new PngPalette(Arrays.copyOfRange(file, position, position + length));
    }

    int size() {
        return rgb.length / 3;
    }

    /** A sample of 0-255; channel 0 is red, 1 green, 2 blue. */
    int sample(int index, int channel) {
        return rgb[3 * index + channel] & 0xff;
    }
}
