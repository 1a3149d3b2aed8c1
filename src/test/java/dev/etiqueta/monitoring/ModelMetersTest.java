package dev.etiqueta.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.Prediction;
import dev.etiqueta.model.Signature;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelMetersTest {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ModelMeters meters = new ModelMeters(registry, registry.getPrometheusRegistry());

    @Test
    void keepsTheMetersOfTheVersionBeforeAndNoneThatIsOlder() {
        meters.opened(model("v1"));
        replace("v1", "v2");
        assertThat(registry.scrape()).contains("version=\"v1\"", "version=\"v2\"");

        replace("v2", "v3");
        assertThat(registry.scrape()).doesNotContain("version=\"v1\"").contains("version=\"v2\"", "version=\"v3\"");
    }

    @Test
    void countsOnWhereTheSameVersionTakesOver() {
        meters.opened(model("v1"));
        predict("v1");
        replace("v1", "v2");
        replace("v2", "v1");
        predict("v1");

        assertThat(registry.scrape()).contains("model_inference_seconds_count{model=\"m\",version=\"v1\"} 2");
    }

    private void replace(String old, String next) {
        meters.opened(model(next));
        meters.closed(model(old));
    }

    private void predict(String version) {
        meters.predicted(model(version).id(), List.of(new Prediction.Raw(1)), 1_000);
    }

    private static ModelInfo model(String version) {
        return new ModelInfo(
                new ModelId("m", version, "0".repeat(32)), new Signature(List.of(), List.of()), null, null);
    }
}
