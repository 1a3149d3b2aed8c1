package dev.etiqueta.image;

/**
 * Bilinear resampling with the support widened when an image shrinks, in fixed point: the result of Pillow's
 * {@code Image.resize(size, Image.BILINEAR)}, which is what models are usually trained with.
 *
 * @see <a href="https://github.com/python-pillow/Pillow/blob/main/src/libImaging/Resample.c">Pillow, Resample.c</a>
 */
final class Resampler {

    private static final int PRECISION_BITS = 32 - 8 - 2;

    private Resampler() {}

    /** Resizes {@code height x width x channels} samples to the size of the contract. */
    static byte[] resize(byte[] pixels, int width, int height, ImageContract contract) {
        int channels = contract.mode().channels();
        // As Pillow: the direction that leaves less work for the other one comes first.
        if ((long) contract.width() * height > (long) width * contract.height()) {
            byte[] lowered = resizeColumns(pixels, width * channels, height, contract.height());
            return resizeRows(lowered, width, contract.height(), contract.width(), channels);
        }
        byte[] narrowed = resizeRows(pixels, width, height, contract.width(), channels);
        return resizeColumns(narrowed, contract.width() * channels, height, contract.height());
    }

    private static byte[] resizeRows(byte[] pixels, int from, int rows, int to, int channels) {
        if (from == to) {
            return pixels;
        }
        byte[] resized = new byte[rows * to * channels];
        Taps[] taps = taps(from, to);
        for (int row = 0; row < rows; row++) {
            for (int channel = 0; channel < channels; channel++) {
                filter(pixels, row * from * channels + channel, resized, row * to * channels + channel, channels, taps);
            }
        }
        return resized;
    }

    private static byte[] resizeColumns(byte[] pixels, int columns, int from, int to) {
        if (from == to) {
            return pixels;
        }
        byte[] resized = new byte[to * columns];
        Taps[] taps = taps(from, to);
        for (int column = 0; column < columns; column++) {
            filter(pixels, column, resized, column, columns, taps);
        }
        return resized;
    }

    private static void filter(byte[] from, int fromStart, byte[] to, int toStart, int stride, Taps[] taps) {
        for (int i = 0; i < taps.length; i++) {
            int first = fromStart + taps[i].first * stride;
            int[] weights = taps[i].weights;
            int sum = 1 << (PRECISION_BITS - 1);
            for (int k = 0; k < weights.length; k++) {
                sum += (from[first + k * stride] & 0xff) * weights[k];
            }
            to[toStart + i * stride] = (byte) Math.clamp(sum >> PRECISION_BITS, 0, 255);
        }
    }

    /** The samples that one output sample is made of, and their weights in fixed point. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Taps(int first, int[] weights) {}

    private static Taps[] taps(int from, int to) {
        double scale = (double) from / to;
        double support = Math.max(scale, 1.0);
        Taps[] taps = new Taps[to];
        for (int i = 0; i < to; i++) {
            double center = (i + 0.5) * scale;
            int first = Math.max((int) (center - support + 0.5), 0);
            int end = Math.min((int) (center + support + 0.5), from);
            double[] weights = new double[end - first];
            double sum = 0;
            for (int k = 0; k < weights.length; k++) {
                weights[k] = Math.max(0, 1 - Math.abs((first + k - center + 0.5) / support));
                sum += weights[k];
            }
            int[] fixed = new int[weights.length];
            for (int k = 0; k < weights.length; k++) {
                fixed[k] = (int) (0.5 + weights[k] / sum * (1 << PRECISION_BITS));
            }
            taps[i] = new Taps(first, fixed);
        }
        return taps;
    }
}
