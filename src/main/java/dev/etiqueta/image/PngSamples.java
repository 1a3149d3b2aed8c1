package dev.etiqueta.image;

/**
 * Turns the samples of a row, as the file has them, into pixels of 0-255 in the mode that is asked for.
 *
 * <p>Alpha is composed over black: a sample is multiplied by it. Sixteen bits are scaled to eight with rounding, fewer
 * than eight are stretched.
 */
final class PngSamples {

    private final PngHeader header;
    private final PngPalette palette;
    private final byte[] transparency;
    private final ColorMode mode;

    private PngSamples(PngHeader header, PngPalette palette, byte[] transparency, ColorMode mode) {
        this.header = header;
        this.palette = palette;
        this.transparency = transparency;
        this.mode = mode;
    }

    static PngSamples of(PngHeader header, PngPalette palette, byte[] transparency, ColorMode mode) {
        int expected =
                switch (header.color()) {
                    case GREY -> 2;
                    case RGB -> 6;
                    case PALETTE -> palette.size();
                    case GREY_ALPHA, RGBA -> 0;
                };
        boolean fits = header.color() == PngHeader.Color.PALETTE
                ? transparency.length <= expected
                : transparency.length == 0 || transparency.length == expected;
        if (!fits) {
            throw ImageException.damaged(
                    "the PNG's transparency is damaged: it has %d bytes".formatted(transparency.length));
        }
        if (header.color() == PngHeader.Color.PALETTE && palette.size() == 0) {
            throw ImageException.damaged("the PNG is damaged: it has no palette");
        }
        return new PngSamples(header, palette, transparency, mode);
    }

    int channels() {
        return mode.channels();
    }

    /**
     * Converts the first pixels of a row.
     *
     * @param row a filter byte, and the samples
     * @param count how many pixels
     * @param pixels where they go
     * @param start the first one's index among the pixels of the image
     * @param step the distance between two of them there
     */
    void convert(byte[] row, int count, byte[] pixels, int start, int step) {
        switch (header.color()) {
            case GREY -> convertGrey(row, count, pixels, start, step);
            case GREY_ALPHA -> convertGreyAlpha(row, count, pixels, start, step);
            case PALETTE -> convertPalette(row, count, pixels, start, step);
            case RGB -> convertRgb(row, count, pixels, start, step);
            case RGBA -> convertRgba(row, count, pixels, start, step);
        }
    }

    private void convertGrey(byte[] row, int count, byte[] pixels, int start, int step) {
        if (header.depth() == 8 && mode == ColorMode.GRAYSCALE && transparency.length == 0 && step == 1) {
            System.arraycopy(row, 1, pixels, start, count);
            return;
        }
        int transparent = transparency.length == 0 ? -1 : transparentSample(0);
        for (int i = 0; i < count; i++) {
            int raw = sample(row, i);
            int grey = raw == transparent ? 0 : eightBits(raw);
            put(pixels, start + i * step, grey, grey, grey);
        }
    }

    private void convertGreyAlpha(byte[] row, int count, byte[] pixels, int start, int step) {
        for (int i = 0; i < count; i++) {
            int grey = compose(eightBits(sample(row, 2 * i)), eightBits(sample(row, 2 * i + 1)));
            put(pixels, start + i * step, grey, grey, grey);
        }
    }

    private void convertPalette(byte[] row, int count, byte[] pixels, int start, int step) {
        for (int i = 0; i < count; i++) {
            int index = sample(row, i);
            if (index >= palette.size()) {
                throw ImageException.damaged(
                        "the PNG is damaged: colour %d of a palette with %d colours".formatted(index, palette.size()));
            }
            int alpha = index < transparency.length ? transparency[index] & 0xff : 255;
            put(
                    pixels,
                    start + i * step,
                    compose(palette.sample(index, 0), alpha),
                    compose(palette.sample(index, 1), alpha),
                    compose(palette.sample(index, 2), alpha));
        }
    }

    private void convertRgb(byte[] row, int count, byte[] pixels, int start, int step) {
        for (int i = 0; i < count; i++) {
            int red = sample(row, 3 * i);
            int green = sample(row, 3 * i + 1);
            int blue = sample(row, 3 * i + 2);
            if (transparency.length > 0
                    && red == transparentSample(0)
                    && green == transparentSample(1)
                    && blue == transparentSample(2)) {
                put(pixels, start + i * step, 0, 0, 0);
            } else {
                put(pixels, start + i * step, eightBits(red), eightBits(green), eightBits(blue));
            }
        }
    }

    private void convertRgba(byte[] row, int count, byte[] pixels, int start, int step) {
        for (int i = 0; i < count; i++) {
            int alpha = eightBits(sample(row, 4 * i + 3));
            put(
                    pixels,
                    start + i * step,
                    compose(eightBits(sample(row, 4 * i)), alpha),
                    compose(eightBits(sample(row, 4 * i + 1)), alpha),
                    compose(eightBits(sample(row, 4 * i + 2)), alpha));
        }
    }

    private void put(byte[] pixels, int index, int red, int green, int blue) {
        if (mode == ColorMode.GRAYSCALE) {
            pixels[index] = (byte) Luma.of(red, green, blue);
        } else {
            pixels[3 * index] = (byte) red;
            pixels[3 * index + 1] = (byte) green;
            pixels[3 * index + 2] = (byte) blue;
        }
    }

    /** The sample at this index of the row, in the file's depth. */
    private int sample(byte[] row, int index) {
        return switch (header.depth()) {
            case 8 -> row[1 + index] & 0xff;
            case 16 -> (row[1 + 2 * index] & 0xff) << 8 | (row[2 + 2 * index] & 0xff);
            default -> {
                int bit = index * header.depth();
                int shift = 8 - header.depth() - bit % 8;
                yield (row[1 + bit / 8] >> shift) & ((1 << header.depth()) - 1);
            }
        };
    }

    private int transparentSample(int channel) {
        int sample = (transparency[2 * channel] & 0xff) << 8 | (transparency[2 * channel + 1] & 0xff);
        // Encoders write 255 for the white of one bit, of which only the lowest bits count.
        return sample & ((1 << header.depth()) - 1);
    }

    private int eightBits(int sample) {
        return switch (header.depth()) {
            case 8 -> sample;
            case 16 -> (sample * 255 + 32767) / 65535;
            default -> sample * 255 / ((1 << header.depth()) - 1);
        };
    }

    private static int compose(int sample, int alpha) {
        return alpha == 255 ? sample : (sample * alpha + 127) / 255;
    }
}
