package dev.etiqueta.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionIdTest {

    @Test
    void isTheTraceIdOfTheRecommendationsExample() {
        assertThat(PredictionId.ofTraceParent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"))
                .hasToString("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(PredictionId.ofTraceParent("00-000000000000000000000000000000a1-00f067aa0ba902b7-00"))
                .hasToString("000000000000000000000000000000a1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473g-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902bz-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0"
            })
    void ignoresATraceParentThatIsNotValid(String header) {
        assertThat(PredictionId.ofTraceParent(header)).isNull();
    }

    @Test
    void readsBackWhatItWrites() {
        for (int i = 0; i < 100; i++) {
            PredictionId id = PredictionId.random();
            assertThat(id.toString()).matches("[0-9a-f]{32}");
            assertThat(PredictionId.parse(id.toString())).isEqualTo(id);
        }
    }

    @Test
    void isNoOtherText() {
        assertThat(Stream.of(
                        "", "3", "0".repeat(32), "g".repeat(32), "-".repeat(32), "1".repeat(33), "\u0661".repeat(32)))
                .allSatisfy(text -> assertThat(PredictionId.parse(text)).isNull());
    }
}
