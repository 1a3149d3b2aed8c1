package dev.etiqueta.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DivergenceTest {

    /**
     * By SciPy 1.17.1: the index as {@code (rel_entr(a, e) + rel_entr(e, a)).sum()}, with 0.5 in place of a single 0,
     * and the distance as {@code jensenshannon(e, a, base=2)}.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 2 3 | 10 20 30 | 0.0 | 0.0",
                "10 20 30 40 | 40 30 20 10 | 0.9128696382935672 | 0.3918681606471551",
                "50 50 0 0 | 25 25 25 25 | 2.263464862939764 | 0.5579230452841438",
                "60 0 40 | 30 0 70 | 0.37582889054861035 | 0.2581737925218739",
                "100 0 | 0 50 | 9.830944263843508 | 1.0",
                "8845 73 30 20 9 6 5 13 2 6 5 8 4 9 9 13 18 16 48 861 | 350 10 5 3 2 1 0 0 2 1 0 0 0 1 2 3 5 5 10 100"
                        + " | 0.2493633547454277 | 0.20979734278047085",
            })
    void agreesWithSciPy(String one, String other, double index, double distance) {
        Histogram e = histogram(one);
        Histogram a = histogram(other);

        assertThat(Divergence.populationStabilityIndex(e, a)).isCloseTo(index, within(1e-12));
        assertThat(Divergence.jensenShannonDistance(e, a)).isCloseTo(distance, within(1e-12));
        assertThat(Divergence.populationStabilityIndex(a, e)).isCloseTo(index, within(1e-12));
        assertThat(Divergence.jensenShannonDistance(a, e)).isCloseTo(distance, within(1e-12));
    }

    @Test
    void doesNotMakeMuchOfOneRareValue() {
        assertThat(Divergence.populationStabilityIndex(Histogram.of(10_000, 0), Histogram.of(199, 1)))
                .isLessThan(0.03);
    }

    @Test
    void refusesWhatCannotBeCompared() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Divergence.populationStabilityIndex(Histogram.of(1), Histogram.of(1, 2)))
                .withMessageContaining("1 and 2 buckets");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Divergence.jensenShannonDistance(Histogram.of(1, 2), Histogram.of(0, 0)))
                .withMessageContaining("empty");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Histogram.of(1, -1))
                .withMessageContaining("-1");
    }

    private static Histogram histogram(String counts) {
        return Histogram.of(
                Arrays.stream(counts.split(" ")).mapToLong(Long::parseLong).toArray());
    }
}
