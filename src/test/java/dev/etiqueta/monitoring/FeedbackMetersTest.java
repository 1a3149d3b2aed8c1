package dev.etiqueta.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.etiqueta.feedback.Feedback;
import dev.etiqueta.feedback.FeedbackResult.Counted;
import dev.etiqueta.feedback.PredictionId;
import dev.etiqueta.model.Activation;
import dev.etiqueta.model.ModelCard;
import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.Signature;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FeedbackMetersTest {

    private static final List<String> LABELS = List.of("dog", "cat");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FeedbackMeters meters = new FeedbackMeters(registry);

    @Test
    void saysNothingBeforeThereIsAFeedback() {
        meters.opened(model("v1", LABELS));

        assertThat(gauge("model.live.accuracy", "v1")).isNaN();
        assertThat(gauge("model.live.log_loss", "v1")).isNaN();
        assertThat(confusion("v1", "cat", "dog")).isZero();
        assertThat(count("v1", "right")).isZero();
    }

    @Test
    void measuresWhatWasCounted() {
        meters.opened(model("v1", LABELS));
        count("v1", "cat", "cat", 0.5);
        count("v1", "cat", "dog", 0.25);
        count("v1", "dog", "dog", 1);
        count("v1", "dog", "dog", 0.5);

        assertThat(gauge("model.live.accuracy", "v1")).isEqualTo(0.75);
        // (ln 2 + ln 4 + ln 1 + ln 2) / 4
        assertThat(gauge("model.live.log_loss", "v1")).isEqualTo(Math.log(2), offset(1e-12));
        assertThat(confusion("v1", "cat", "cat")).isEqualTo(1);
        assertThat(confusion("v1", "cat", "dog")).isEqualTo(1);
        assertThat(confusion("v1", "dog", "cat")).isZero();
        assertThat(confusion("v1", "dog", "dog")).isEqualTo(2);
        assertThat(count("v1", "right")).isEqualTo(3);
        assertThat(count("v1", "wrong")).isEqualTo(1);
    }

    @Test
    void looksBackOnTheLatest() {
        meters.opened(model("v1", LABELS));
        for (int i = 0; i < 500; i++) {
            count("v1", "cat", "dog", 0);
        }
        assertThat(gauge("model.live.log_loss", "v1")).isEqualTo(-Math.log(1e-15), offset(1e-9));
        for (int i = 0; i < 750; i++) {
            count("v1", "cat", "cat", 1);
        }
        assertThat(gauge("model.live.accuracy", "v1")).isEqualTo(0.75);
        assertThat(confusion("v1", "cat", "dog")).isEqualTo(250);
        for (int i = 0; i < 250; i++) {
            count("v1", "cat", "cat", 1);
        }

        assertThat(gauge("model.live.accuracy", "v1")).isEqualTo(1);
        assertThat(gauge("model.live.log_loss", "v1")).isEqualTo(0, offset(1e-9));
        assertThat(confusion("v1", "cat", "dog")).isZero();
        assertThat(count("v1", "wrong")).isEqualTo(500);
    }

    @Test
    void countsForTheVersionThatPredictedUntilItIsTheLastButOne() {
        meters.opened(model("v1", LABELS));
        meters.opened(model("v2", LABELS));
        meters.closed(model("v1", LABELS));
        count("v1", "cat", "cat", 1);
        count("v2", "cat", "dog", 0.1);
        assertThat(gauge("model.live.accuracy", "v1")).isEqualTo(1);
        assertThat(gauge("model.live.accuracy", "v2")).isZero();

        meters.opened(model("v3", null));
        meters.closed(model("v2", LABELS));
        count("v1", "cat", "cat", 1);
        count("v3", "cat", "cat", 1);
        assertThat(registry.getMeters())
                .allMatch(meter -> "v2".equals(meter.getId().getTag("version")))
                .hasSize(16);
    }

    @Test
    void beginsAnewWhereATagWasMoved() {
        ModelInfo moved = new ModelInfo(
                new ModelId("m", "v1", "1".repeat(32)),
                new Signature(List.of(), List.of()),
                model("v1", LABELS).card(),
                null);
        meters.opened(model("v1", LABELS));
        count("v1", "cat", "dog", 0.5);
        meters.opened(moved);
        meters.closed(model("v1", LABELS));
        count(new Counted(moved.id(), "cat", "cat", 0.5));
        assertThat(gauge("model.live.accuracy", "v1")).isEqualTo(1);

        meters.opened(model("v2", LABELS));
        assertThat(gauge("model.live.accuracy", "v1")).isEqualTo(1);
    }

    @Test
    void hasNoMatrixOfVeryManyLabels() {
        meters.opened(
                model("v1", IntStream.range(0, 33).mapToObj(Integer::toString).toList()));
        count("v1", "32", "7", 0.5);

        assertThat(gauge("model.live.accuracy", "v1")).isZero();
        assertThat(registry.find("model.live.confusion").meters()).isEmpty();
    }

    @Test
    void countsWhatStrangersSayApart() {
        meters.opened(model("v1", LABELS));
        Counted right = new Counted(model("v1", LABELS).id(), "cat", "cat", 0.75);
        meters.counted(new Feedback(new PredictionId(0, 1), null, "cat", true), right);
        count("v1", "cat", "dog", 0.5);
        count("v1", "cat", "dog", 0.5);

        assertThat(gauge("model.live.accuracy", "v1")).isZero();
        assertThat(registry.get("model.live.accuracy")
                        .tags("authenticated", "true", "version", "v1")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(registry.get("model.feedback")
                        .tags("authenticated", "true", "outcome", "wrong")
                        .counter()
                        .count())
                .isZero();
    }

    private void count(String version, String label, String predicted, double probability) {
        count(new Counted(model(version, LABELS).id(), predicted, label, probability));
    }

    private void count(Counted result) {
        meters.counted(new Feedback(new PredictionId(0, 1), null, result.label(), false), result);
    }

    private double gauge(String name, String version) {
        return registry.get(name)
                .tags("authenticated", "false", "model", "m", "version", version)
                .gauge()
                .value();
    }

    private double confusion(String version, String label, String predicted) {
        return registry.get("model.live.confusion")
                .tags(
                        "authenticated",
                        "false",
                        "model",
                        "m",
                        "version",
                        version,
                        "label",
                        label,
                        "predicted",
                        predicted)
                .gauge()
                .value();
    }

    private double count(String version, String outcome) {
        return registry.get("model.feedback")
                .tags("authenticated", "false", "model", "m", "version", version, "outcome", outcome)
                .counter()
                .count();
    }

    private static ModelInfo model(String version, List<String> labels) {
        ModelCard card =
                labels == null ? null : new ModelCard("", labels, Activation.SOFTMAX, 0.5, null, null, null, List.of());
        return new ModelInfo(
                new ModelId("m", version, "0".repeat(32)), new Signature(List.of(), List.of()), card, null);
    }
}
