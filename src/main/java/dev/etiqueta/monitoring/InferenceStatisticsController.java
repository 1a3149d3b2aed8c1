package dev.etiqueta.monitoring;

import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.ModelService;
import dev.etiqueta.model.UnknownModelException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.swagger.v3.oas.annotations.Hidden;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** What the meters show, as the statistics extension of the Open Inference Protocol has it. */
@RestController
@Hidden
class InferenceStatisticsController {

    private final ModelService models;
    private final PrometheusMeterRegistry registry;

    InferenceStatisticsController(ModelService models, PrometheusMeterRegistry registry) {
        this.models = models;
        this.registry = registry;
    }

    /** Of all models that were asked for. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Statistics(List<OfModel> modelStats) {}

    /**
     * Of one model, since this process serves its version.
     *
     * @param inferenceCount instances
     * @param executionCount runs of the graph
     * @param batchStats empty: batches are what clients send
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record OfModel(
            String name,
            String version,
            long inferenceCount,
            long executionCount,
            Inference inferenceStats,
            List<Object> batchStats,
            List<Object> memoryUsage) {}

    /**
     * What a request passes through. There is no cache, and what comes after the graph is part of {@code success}.
     *
     * @param success requests that were answered, from their headers to their answers
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Inference(
            Total success,
            Total fail,
            Total queue,
            Total computeInput,
            Total computeInfer,
            Total computeOutput,
            Total cacheHit,
            Total cacheMiss) {}

    /**
     * Of all together.
     *
     * @param ns in nanoseconds
     */
    record Total(long count, long ns) {

        static final Total NONE = new Total(0, 0);

        Total and(Total other) {
            return new Total(count + other.count, ns + other.ns);
        }
    }

    @GetMapping("/v2/models/stats")
    ResponseEntity<Statistics> all() {
        return answer(models.models());
    }

    /** @throws UnknownModelException if no model has this name, or serves in this version */
    @GetMapping({"/v2/models/{name}/stats", "/v2/models/{name}/versions/{version}/stats"})
    ResponseEntity<Statistics> one(
            @PathVariable String name, @PathVariable(required = false) @Nullable String version) {
        ModelInfo model = models.info(name);
        if (version != null && !version.equals(model.id().version())) {
            throw new UnknownModelException("%s in the version %s".formatted(name, version), List.of(name));
        }
        return answer(List.of(model));
    }

    private ResponseEntity<Statistics> answer(List<ModelInfo> asked) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new Statistics(asked.stream().map(this::of).toList()));
    }

    private OfModel of(ModelInfo model) {
        StatisticsReader meters = new StatisticsReader(registry, model.id());
        Total infer = meters.total(Stage.INFERENCE.timer(), "");
        Inference inference = new Inference(
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
                inference,
                List.of(),
                List.of());
    }
}
