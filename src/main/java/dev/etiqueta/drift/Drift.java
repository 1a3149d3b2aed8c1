package dev.etiqueta.drift;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleBiFunction;

/**
 * How far the last values of a feature, of 0 to 1, are from its reference. It says nothing until there are enough of
 * them. Safe for any number of threads; recording is cheap, asking looks at all values of the window.
 */
public final class Drift {

    /** How many values are compared at most. */
    public static final int CAPACITY = 2_000;
    /** How long a value is compared at most. */
    public static final Duration AGE = Duration.ofMinutes(5);
    /** With how many values it begins to say something. */
    public static final int ENOUGH = 200;

    private final Histogram reference;
    private final SlidingWindow window;

    /**
     * Compares with a reference.
     *
     * @param reference with at least one value, in at most 255 buckets
     */
    public Drift(Histogram reference) {
        this(reference, System::nanoTime);
    }

    Drift(Histogram reference, LongSupplier nanoClock) {
        if (reference.total() == 0) {
            throw new IllegalArgumentException("a reference has at least one value, found " + reference);
        }
        this.reference = reference;
        this.window = new SlidingWindow(reference.buckets(), CAPACITY, AGE, nanoClock);
    }

    /** Adds a value; NaN is left out. */
    public void record(double value) {
        window.record(value);
    }

    /** {@link Divergence#populationStabilityIndex}; empty until there are {@link #ENOUGH} values. */
    public OptionalDouble populationStabilityIndex() {
        return compare(Divergence::populationStabilityIndex);
    }

    /** {@link Divergence#jensenShannonDistance}; empty until there are {@link #ENOUGH} values. */
    public OptionalDouble jensenShannonDistance() {
        return compare(Divergence::jensenShannonDistance);
    }

    private OptionalDouble compare(ToDoubleBiFunction<Histogram, Histogram> measure) {
        Histogram found = window.content().histogram();
        return found.total() < ENOUGH
                ? OptionalDouble.empty()
                : OptionalDouble.of(measure.applyAsDouble(reference, found));
    }

    /** How full the window is, 0 to 1: from {@link #ENOUGH} / {@link #CAPACITY} on there is something to say. */
    public double fill() {
        return (double) window.content().histogram().total() / window.capacity();
    }

    /** The mean of the window's values; empty if there are none. */
    public OptionalDouble mean() {
        double mean = window.content().mean();
        return Double.isNaN(mean) ? OptionalDouble.empty() : OptionalDouble.of(mean);
    }
}
