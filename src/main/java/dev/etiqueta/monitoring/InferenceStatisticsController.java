package dev.etiqueta.monitoring;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.ModelService;
import dev.etiqueta.model.UnknownModelException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the meters show, as the statistics extension of the Open Inference Protocol has it. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Open Inference Protocol")
class InferenceStatisticsController {

    private final ModelService models;
    private final PrometheusMeterRegistry registry;

    InferenceStatisticsController(ModelService models, PrometheusMeterRegistry registry) {
        this.models = models;
        this.registry = registry;
    }

    /** Of all models that were asked for. */
    record Statistics(@JsonProperty("model_stats") List<OfModel> modelStats) {}

    /**
     * Of one model, since this process serves its version.
     *
     * @param inferenceCount instances
     * @param executionCount runs of the graph
     * @param batchStats empty: batches are what clients send
     */
    record OfModel(
            String name,
            String version,
            @JsonProperty("inference_count") long inferenceCount,
            @JsonProperty("execution_count") long executionCount,
            @JsonProperty("inference_stats") Inference inferenceStats,
            @JsonProperty("batch_stats") List<Object> batchStats,
            @JsonProperty("memory_usage") List<Object> memoryUsage) {}

    /**
     * What a request passes through. There is no cache, and what comes after the graph is part of {@code success}.
     *
     * @param success requests that were answered, from their headers to their answers
     */
    record Inference(
            Total success,
            Total fail,
            Total queue,
            @JsonProperty("compute_input") Total computeInput,
            @JsonProperty("compute_infer") Total computeInfer,
            @JsonProperty("compute_output") Total computeOutput,
            @JsonProperty("cache_hit") Total cacheHit,
            @JsonProperty("cache_miss") Total cacheMiss) {}

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
    @Operation(operationId = "v2AllStatistics", summary = "Show what all models answered, and how fast")
    ResponseEntity<Statistics> all() {
        return answer(models.models());
    }

    /** @throws UnknownModelException if no model has this name, or serves in this version */
    @GetMapping({"/v2/models/{name}/stats", "/v2/models/{name}/versions/{version}/stats"})
    @Operation(summary = "Show what a model answered, and how fast")
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
