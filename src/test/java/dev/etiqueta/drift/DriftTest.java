package dev.etiqueta.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DriftTest {

    private long now;
    private final Drift drift = new Drift(Histogram.of(50, 50), () -> now);

    @Test
    void saysNothingUntilThereAreEnoughValues() {
        record(199, 0.2);
        assertThat(drift.populationStabilityIndex()).isEmpty();
        assertThat(drift.jensenShannonDistance()).isEmpty();
        assertThat(drift.fill()).isEqualTo(0.0995);
        assertThat(drift.mean().orElseThrow()).isBetween(0.2, 0.2001);

        record(1, 0.2);
        assertThat(drift.populationStabilityIndex()).isPresent();
        assertThat(drift.jensenShannonDistance()).isPresent();
        assertThat(drift.fill()).isEqualTo(0.1);
    }

    @Test
    void risesAndFallsAgain() {
        record(500, 0.9);
        assertThat(drift.populationStabilityIndex().orElseThrow()).isGreaterThan(0.25);

        record(1_000, 0.2);
        record(1_000, 0.9);
        assertThat(drift.populationStabilityIndex()).hasValue(0);
        assertThat(drift.jensenShannonDistance()).hasValue(0);
        assertThat(drift.fill()).isEqualTo(1);
    }

    @Test
    void fallsSilentWhenNobodyAsks() {
        record(500, 0.9);
        now += Drift.AGE.toNanos();

        assertThat(drift.populationStabilityIndex()).isEmpty();
        assertThat(drift.mean()).isEmpty();
        assertThat(drift.fill()).isZero();
    }

    @Test
    void needsAReferenceWithValues() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Drift(Histogram.of(0, 0)));
    }

    private void record(int times, double value) {
        IntStream.range(0, times).forEach(i -> drift.record(value));
    }
}
