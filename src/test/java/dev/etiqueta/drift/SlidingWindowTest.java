package dev.etiqueta.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {

    /** Such a clock may be negative. */
    private long now = -5_000_000_000L;

    private final SlidingWindow window = new SlidingWindow(20, 100, Duration.ofSeconds(10), () -> now);

    @Test
    void countsAValueInTheBucketThatItIsTheUpperBoundOf() {
        for (int i = 0; i <= 20; i++) {
            window.record(i / 20.0);
            window.record(i / 20.0 + 1e-9);
        }

        // 0, what is just above it, and 0.05 in the first; 1, and what is beyond it, in the last.
        long[] expected =
                IntStream.range(0, 20).mapToLong(i -> i == 0 || i == 19 ? 3 : 2).toArray();
        assertThat(counts()).containsExactly(expected);
    }

    @Test
    void countsToTheBucketAsTheExportDoes() {
        for (int i = 0; i < 100; i++) {
            double value = i / 784.0;
            SlidingWindow one = new SlidingWindow(20, 1, Duration.ofSeconds(10), () -> now);
            one.record(value);
            int bucket = Math.max(0, (int) Math.ceil(value * 20) - 1);
            assertThat(one.content().histogram().count(bucket)).as("%s", value).isEqualTo(1);
        }
    }

    @Test
    void holdsNoMoreThanItsCapacity() {
        IntStream.range(0, 150).forEach(i -> window.record(0.01));
        IntStream.range(0, 60).forEach(i -> window.record(0.99));

        assertThat(counts()).startsWith(40).endsWith(60);
        assertThat(window.content().histogram().total()).isEqualTo(100);
    }

    @Test
    void forgetsWhatIsTooOld() {
        window.record(0.01);
        now += Duration.ofSeconds(6).toNanos();
        window.record(0.99);
        assertThat(counts()).startsWith(1).endsWith(1);

        now += Duration.ofSeconds(4).toNanos();
        assertThat(counts()).startsWith(0).endsWith(1);

        now += Duration.ofSeconds(6).toNanos();
        assertThat(window.content().histogram().total()).isZero();
        assertThat(window.content().mean()).isNaN();
    }

    @Test
    void knowsTheMean() {
        window.record(0.1);
        window.record(0.7);
        window.record(0);

        assertThat(window.content().mean()).isCloseTo(0.8 / 3, within(1e-6));
    }

    @Test
    void leavesOutWhatIsNoNumberAndTakesWhatIsBeyondAsTheEnd() {
        window.record(Double.NaN);
        window.record(-1);
        window.record(Double.POSITIVE_INFINITY);

        assertThat(counts()).startsWith(1).endsWith(1);
        assertThat(window.content().histogram().total()).isEqualTo(2);
    }

    @Test
    void losesNothingThatManyThreadsRecord() throws Exception {
        SlidingWindow shared = new SlidingWindow(2, 40_000, Duration.ofMinutes(5), System::nanoTime);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<Void>> writers = IntStream.range(0, 4)
                    .<Callable<Void>>mapToObj(writer -> () -> {
                        IntStream.range(0, 10_000).forEach(i -> shared.record(writer % 2));
                        return null;
                    })
                    .toList();
            for (Future<Void> writer : threads.invokeAll(writers)) {
                writer.get();
            }
        }

        assertThat(shared.content().histogram()).hasToString("[20000, 20000]");
    }

    @Test
    void refusesMoreBucketsThanItCanTellApart() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SlidingWindow(256, 1, Duration.ZERO, () -> now))
                .withMessageContaining("1 to 255 buckets, found 256");
        SlidingWindow most = new SlidingWindow(255, 1, Duration.ofSeconds(1), () -> now);
        most.record(1);
        assertThat(most.content().histogram().count(254)).isEqualTo(1);
        assertThat(most.content().mean()).isEqualTo(1);
    }

    private long[] counts() {
        Histogram histogram = window.content().histogram();
        return IntStream.range(0, histogram.buckets())
                .mapToLong(histogram::count)
                .toArray();
    }
}
