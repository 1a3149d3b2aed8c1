package dev.etiqueta.monitoring;

import dev.etiqueta.model.FailedModel;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.ModelService;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Which models are served, and how well their golden examples came out. */
class ModelHealthIndicator implements HealthIndicator {

    private final ModelService models;

    ModelHealthIndicator(ModelService models) {
        this.models = models;
    }

    @Override
    public Health health() {
        // Those that serve do so: that others cannot is no reason to send requests elsewhere.
        Health.Builder health =
                models.failed().isEmpty() ? Health.up() : Health.status(DeploymentHealthIndicator.DEGRADED);
        for (ModelInfo model : models.models()) {
            health.withDetail(model.id().name(), detail(model));
        }
        for (FailedModel model : models.failed()) {
            health.withDetail(model.name(), Map.of("version", model.version(), "failed", model.reason()));
        }
        return health.build();
    }

    private static Map<String, Object> detail(ModelInfo model) {
        Map<String, Object> detail = new LinkedHashMap<>();
        detail.put("version", model.id().version());
        detail.put("digest", model.id().digest());
        if (model.proof() != null) {
            detail.put("goldenExamples", model.proof().examples());
            detail.put("maxDeviation", model.proof().maxDeviation());
        }
        return detail;
    }
}
