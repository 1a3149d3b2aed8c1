package dev.etiqueta.drift;

import java.util.Arrays;
import java.util.Collection;

/**
 * Counts of values of 0 to 1 in equal buckets. Of n buckets, the i-th from 0 is the interval (i/n, (i+1)/n]; the first
 * takes 0 too.
 */
public final class Histogram {

    private final long[] counts;
    private final long total;

    private Histogram(long[] counts) {
        this.counts = counts;
        this.total = Arrays.stream(counts).sum();
    }

    /**
     * The histogram with these counts.
     *
     * @throws IllegalArgumentException if there is no bucket, or a count is below 0
     */
    public static Histogram of(Collection<? extends Number> counts) {
        return of(counts.stream().mapToLong(Number::longValue).toArray());
    }

    /**
     * The histogram with these counts.
     *
     * @throws IllegalArgumentException if there is no bucket, or a count is below 0
     */
    public static Histogram of(long... counts) {
        if (counts.length == 0 || Arrays.stream(counts).anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException(
                    "a histogram has counts of at least 0, found " + Arrays.toString(counts));
        }
        return new Histogram(counts.clone());
    }

    public int buckets() {
        return counts.length;
    }

    public long count(int bucket) {
        return counts[bucket];
    }

    /** All counts together. */
    public long total() {
        return total;
    }

    @Override
    public String toString() {
        return Arrays.toString(counts);
    }
}
