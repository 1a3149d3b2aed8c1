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
        byte[] narrowed = pixels;
        if (width != contract.width()) {
            // Along a row: the outer index counts rows, neighbours are `channels` apart.
            narrowed = new byte[height * contract.width() * channels];
            Taps[] taps = taps(width, contract.width());
            for (int row = 0; row < height; row++) {
                for (int channel = 0; channel < channels; channel++) {
                    filter(
                            pixels,
                            row * width * channels + channel,
                            narrowed,
                            row * contract.width() * channels + channel,
                            channels,
                            taps);
                }
            }
        }
        if (height == contract.height()) {
            return narrowed;
        }
        int stride = contract.width() * channels;
        byte[] resized = new byte[contract.samples()];
        Taps[] taps = taps(height, contract.height());
        for (int column = 0; column < stride; column++) {
            filter(narrowed, column, resized, column, stride, taps);
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
