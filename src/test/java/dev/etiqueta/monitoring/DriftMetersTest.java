package dev.etiqueta.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.image.ColorMode;
import dev.etiqueta.image.ImageContract;
import dev.etiqueta.image.SizePolicy;
import dev.etiqueta.model.Activation;
import dev.etiqueta.model.ModelCard;
import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.Prediction;
import dev.etiqueta.model.Reference;
import dev.etiqueta.model.Signature;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DriftMetersTest {

    private static final List<Integer> HALVES = List.of(1, 1);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final DriftMeters meters = new DriftMeters(registry);

    @Test
    void hasMetersForTheFeaturesThatTheCardKnows() {
        meters.opened(model("v1", "a", new Reference(HALVES, null, null, HALVES)));

        assertThat(registry.getMeters())
                .extracting(meter -> {
                    String feature = meter.getId().getTag("feature");
                    return meter.getId().getName() + (feature == null ? "" : " " + feature);
                })
                .containsExactlyInAnyOrder(
                        "model.drift.psi score",
                        "model.drift.js score",
                        "model.drift.fill score",
                        "model.drift.psi ink",
                        "model.drift.js ink",
                        "model.drift.fill ink",
                        "model.input.ink");
        assertThat(psi("v1")).isNaN();
        assertThat(registry.get("model.drift.fill")
                        .tag("feature", "ink")
                        .gauge()
                        .value())
                .isZero();
    }

    /** Which no comparison of Prometheus matches, so that no alert fires. */
    @Test
    void scrapesAsNotANumberWhileItIsSilent() {
        meters.opened(model("v1", "a", new Reference(HALVES, HALVES, null, null)));

        assertThat(registry.scrape())
                .contains("model_drift_psi{feature=\"mean\",model=\"m\",version=\"v1\"} NaN")
                .contains("model_drift_js{feature=\"mean\",model=\"m\",version=\"v1\"} NaN")
                .contains("model_drift_fill{feature=\"mean\",model=\"m\",version=\"v1\"} 0.0")
                .contains("model_input_mean{model=\"m\",version=\"v1\"} NaN");
    }

    @Test
    void hasNoneForAModelWithoutAReference() {
        meters.opened(model("v1", "a", null));
        predict("v1", "a");

        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void keepsTheMetersOfTheVersionBeforeAndNoneThatIsOlder() {
        open("v1", "a");
        predict("v1", "a");
        replace("v1", "a", "v2", "b");
        assertThat(psi("v1")).isPositive();
        assertThat(psi("v2")).isNaN();

        replace("v2", "b", "v3", "c");
        assertThat(registry.find("model.drift.psi").gauges())
                .extracting(gauge -> gauge.getId().getTag("version"))
                .containsExactlyInAnyOrder("v2", "v3");
    }

    @Test
    void looksAtTheNewerModelWhereATagWasMoved() {
        open("v1", "a");
        replace("v1", "a", "v1", "b");
        predict("v1", "b");
        assertThat(psi("v1")).isPositive();

        replace("v1", "b", "v2", "c");
        assertThat(psi("v1")).isPositive();
    }

    @Test
    void keepsTheMetersOfATagThatWasMovedWhileAnotherServed() {
        open("v1", "a");
        replace("v1", "a", "v2", "b");
        replace("v2", "b", "v1", "c");
        predict("v1", "c");
        replace("v1", "c", "v3", "d");
        replace("v3", "d", "v1", "c");

        assertThat(psi("v1")).isPositive();
    }

    private void open(String version, String digest) {
        meters.opened(model(version, digest, new Reference(HALVES, null, null, null)));
    }

    private void replace(String old, String oldDigest, String next, String nextDigest) {
        open(next, nextDigest);
        meters.closed(model(old, oldDigest, null));
    }

    private void predict(String version, String digest) {
        Prediction.Label label = new Prediction.Label("b", 0.9, Map.of("a", 0.1, "b", 0.9), 0.9, 0.4);
        meters.predicted(model(version, digest, null).id(), Collections.nCopies(200, label), 1_000);
    }

    private double psi(String version) {
        return registry.get("model.drift.psi")
                .tag("version", version)
                .tag("feature", "score")
                .gauge()
                .value();
    }

    private static ModelInfo model(String version, String digest, @Nullable Reference reference) {
        ModelCard card = new ModelCard(
                "d",
                List.of("a", "b"),
                Activation.SIGMOID,
                0.5,
                new ImageContract(28, 28, ColorMode.GRAYSCALE, SizePolicy.REFUSE),
                null,
                reference,
                List.of());
        return new ModelInfo(new ModelId("m", version, digest), new Signature(List.of(), List.of()), card, null);
    }
}
