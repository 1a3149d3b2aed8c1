package dev.etiqueta.drift;

/**
 * How far two histograms with the same buckets are apart; neither measure depends on their order.
 *
 * <p>Both compare shares, so that the totals may differ. They need a value on each side.
 */
public final class Divergence {

    /** In place of a count of 0, in {@link #populationStabilityIndex}. */
    private static final double EMPTY = 0.5;

    private Divergence() {}

    /**
     * The population stability index: the sum of (a - e) ln(a / e) over the buckets, e and a being the shares of a
     * bucket in the two histograms. It is 0 for equal shares, and has no upper bound; by custom, below 0.1 nothing has
     * changed, and above 0.25 much has.
     *
     * <p>Where only one of the two shares is 0, the index would be infinite: that bucket counts as half a value, and the
     * other shares stay as they are. Where both are, the bucket adds nothing. So a rare value alone does not make the
     * index large while there are few values. Of equal distributions it is expected to be about (B - 1)(1/N + 1/M),
     * with B buckets that are in use and N and M values.
     *
     * @see <a href="https://scholarworks.wmich.edu/dissertations/3208/">B. Yurdakul, Statistical Properties of Population
     *     Stability Index, 2018</a>; the index and its bounds: N. Siddiqi, Credit Risk Scorecards, 2006
     * @throws IllegalArgumentException if the buckets differ, or one of the histograms is empty
     */
    public static double populationStabilityIndex(Histogram one, Histogram other) {
        requireComparable(one, other);
        double index = 0;
        for (int i = 0; i < one.buckets(); i++) {
            if (one.count(i) + other.count(i) > 0) {
                double e = share(one, i);
                double a = share(other, i);
                index += (a - e) * Math.log(a / e);
            }
        }
        return index;
    }

    private static double share(Histogram histogram, int bucket) {
        return Math.max(EMPTY, (double) histogram.count(bucket)) / histogram.total();
    }

    /**
     * The Jensen-Shannon distance: the square root of the divergence to the base of 2, which is (D(e||m) + D(a||m)) / 2
     * with the Kullback-Leibler divergence D and m = (e + a) / 2. It is 0 for equal shares, and 1 if no bucket has
     * values in both. An empty bucket adds 0 to its D, the limit of x log x, so that nothing has to be smoothed.
     *
     * @see <a href="https://doi.org/10.1109/18.61115">J. Lin, Divergence Measures Based on the Shannon Entropy, 1991</a>;
     *     it is {@code scipy.spatial.distance.jensenshannon(e, a, base=2)}
     * @throws IllegalArgumentException if the buckets differ, or one of the histograms is empty
     */
    public static double jensenShannonDistance(Histogram one, Histogram other) {
        requireComparable(one, other);
        double divergence = 0;
        for (int i = 0; i < one.buckets(); i++) {
            double e = (double) one.count(i) / one.total();
            double a = (double) other.count(i) / other.total();
            double m = (e + a) / 2;
            divergence += (term(e, m) + term(a, m)) / 2;
        }
        // Rounding may leave it a little outside.
        return Math.sqrt(Math.clamp(divergence / Math.log(2), 0, 1));
    }

    private static double term(double share, double middle) {
        return share == 0 ? 0 : share * Math.log(share / middle);
    }

    private static void requireComparable(Histogram one, Histogram other) {
        if (one.buckets() != other.buckets()) {
            throw new IllegalArgumentException(
                    "histograms of %d and %d buckets cannot be compared".formatted(one.buckets(), other.buckets()));
        }
        if (one.total() == 0 || other.total() == 0) {
            throw new IllegalArgumentException("an empty histogram cannot be compared: %s, %s".formatted(one, other));
        }
    }
}
