package dev.etiqueta.monitoring;

import dev.etiqueta.inference.InferenceStatistics;
import dev.etiqueta.model.ModelInfo;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;

/** What the meters hold, so that nothing is counted twice. */
final class MeteredInferenceStatistics implements InferenceStatistics {

    private final PrometheusMeterRegistry registry;

    MeteredInferenceStatistics(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public OfModel of(ModelInfo model) {
        StatisticsReader meters = new StatisticsReader(registry, model.id());
        Total infer = meters.total(Stage.INFERENCE.timer(), "");
        Totals totals = new Totals(
                meters.total(RequestMeters.REQUEST, "success"),
                meters.total(RequestMeters.REQUEST, "client_error")
                        .and(meters.total(RequestMeters.REQUEST, "server_error")),
                meters.total(Stage.QUEUE.timer(), ""),
                meters.total(Stage.DECODE.timer(), ""),
                infer,
                Total.NONE,
                Total.NONE,
                Total.NONE);
        return new OfModel(
                model.id().name(),
                model.id().version(),
                meters.instances(),
                infer.count(),
                totals,
                List.of(),
                List.of());
    }
}
