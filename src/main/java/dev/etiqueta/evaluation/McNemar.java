package dev.etiqueta.evaluation;

/**
 * Whether two models that were asked the same are equally often right, as far as chance allows to tell.
 *
 * <p>Only the n images count on which one model alone is right: k on which it is the one that has fewer of them. Of
 * equal models each of these images goes to either one like a coin, so that the p-value is
 *
 * <pre>p = min(1, 2 (C(n, 0) + ... + C(n, k)) / 2<sup>n</sup>)</pre>
 *
 * <p>The test is that of Q. McNemar, Note on the sampling error of the difference between correlated proportions or
 * percentages, Psychometrika 12 (1947), 153-157; this is its exact form, the two-sided binomial test of the n images
 * with probability 1/2. It needs no minimum of images, as the approximation by a chi-squared distribution does.
 */
final class McNemar {

    private McNemar() {}

    /**
     * The probability that chance alone sets two equal models this far apart, or farther; 1 where neither has an image.
     *
     * @param onlyFirst images on which the first model alone is right
     * @param onlySecond images on which the second model alone is right
     */
    static double pValue(int onlyFirst, int onlySecond) {
        long images = (long) onlyFirst + onlySecond;
        int fewer = Math.min(onlyFirst, onlySecond);
        // Weights relative to the middle, since the coefficients overflow. Those far out count as 0: below MIN_NORMAL
        // rounding would keep them from falling.
        double weight = 1;
        double half = 0;
        double tail = 0;
        for (long i = images / 2; i >= 0 && weight >= Double.MIN_NORMAL; i--) {
            half += weight;
            tail += i <= fewer ? weight : 0;
            weight *= (double) i / (images - i + 1);
        }
        // The other half is the same; of an even number the middle is in both.
        double all = 2 * half - (images % 2 == 0 ? 1 : 0);
        return Math.min(1, 2 * tail / all);
    }
}
