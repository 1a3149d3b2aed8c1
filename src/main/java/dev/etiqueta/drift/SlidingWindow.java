package dev.etiqueta.drift;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * The last values of 0 to 1: at most so many, and none that is older than so long. The memory is fixed: 8 bytes for each
 * of them.
 *
 * <p>Any number of threads may record, at the cost of one atomic increment and one write; there is no lock, and nothing
 * is allocated. Whoever reads looks at all values. It is exact, but for the values that other threads record meanwhile:
 * of each such thread one may be missing, and the oldest be there in its place. Times are exact to a millisecond.
 */
final class SlidingWindow {

    /** The bits of a value in its slot, below those of its time. */
    private static final int VALUE_BITS = 24;

    private static final long VALUE_MASK = (1L << VALUE_BITS) - 1;

    /** The parts of a bucket that are told apart. */
    private static final int PARTS = 1 << 16;

    static final int MAX_BUCKETS = 255;

    private final int buckets;
    private final long maxMillis;
    private final LongSupplier nanoClock;
    private final long start;

    /** Each has the milliseconds since the start, and the value in parts of a bucket, rounded up; or 0: no value yet. */
    private final AtomicLongArray slots;

    private final AtomicLong recorded = new AtomicLong();

    /**
     * An empty window.
     *
     * @param buckets of its histogram, at most {@link #MAX_BUCKETS}
     * @param capacity how many values it holds at most
     * @param age how long it holds them at most
     * @param nanoClock {@link System#nanoTime}
     */
    SlidingWindow(int buckets, int capacity, Duration age, LongSupplier nanoClock) {
        if (buckets < 1 || buckets > MAX_BUCKETS) {
            throw new IllegalArgumentException(
                    "a window has 1 to %d buckets, found %d".formatted(MAX_BUCKETS, buckets));
        }
        this.buckets = buckets;
        this.slots = new AtomicLongArray(capacity);
        this.maxMillis = age.toMillis();
        this.nanoClock = nanoClock;
        this.start = nanoClock.getAsLong();
    }

    /** Adds a value. What is beyond 0 or 1 counts as 0 or 1; NaN, and what is no number, is left out. */
    void record(double value) {
        if (Double.isNaN(value)) {
            return;
        }
        // Rounding up twice is rounding up once: the bucket can be told from the parts, exactly.
        long parts = (long) Math.ceil(Math.clamp(value, 0.0, 1.0) * buckets * PARTS);
        int slot = (int) (recorded.getAndIncrement() % slots.length());
        slots.setRelease(slot, (now() << VALUE_BITS) | parts);
    }

    /** From 1, so that no value looks like none. */
    private long now() {
        return (nanoClock.getAsLong() - start) / 1_000_000 + 1;
    }

    int capacity() {
        return slots.length();
    }

    /** What the window holds now. */
    Content content() {
        long oldest = now() - maxMillis;
        long[] counts = new long[buckets];
        long sum = 0;
        for (int i = 0; i < slots.length(); i++) {
            long slot = slots.getAcquire(i);
            if (slot != 0 && (slot >>> VALUE_BITS) > oldest) {
                long parts = slot & VALUE_MASK;
                counts[(int) (Math.max(0, parts - 1) / PARTS)]++;
                sum += parts;
            }
        }
        Histogram histogram = Histogram.of(counts);
        return new Content(histogram, (double) sum / PARTS / buckets / histogram.total());
    }

    /**
     * What a window holds.
     *
     * @param histogram of its values
     * @param mean of its values, to 1 / (65,536 x buckets); NaN if there are none
     */
    record Content(Histogram histogram, double mean) {}
}
