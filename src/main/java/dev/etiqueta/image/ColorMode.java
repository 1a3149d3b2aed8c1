package dev.etiqueta.image;

import java.util.Locale;

/** How many samples a pixel has, and what they mean. */
public enum ColorMode {
    /** One sample: luma by ITU-R 601. */
    GRAYSCALE(1),
    /** Three samples: red, green, blue. */
    RGB(3);

    private final int channels;

    ColorMode(int channels) {
        this.channels = channels;
    }

    /** Samples for each pixel: 1 or 3. */
    public int channels() {
        return channels;
    }

    /** As model cards and answers write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
