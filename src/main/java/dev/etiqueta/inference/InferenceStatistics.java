package dev.etiqueta.inference;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.etiqueta.model.ModelInfo;
import java.util.List;

/** Counts what models have answered, as the statistics extension of the protocol has it. */
public interface InferenceStatistics {

    /** Of a model, since this process serves its version. */
    OfModel of(ModelInfo model);

    /** Of all models that were asked for. */
    record Statistics(@JsonProperty("model_stats") List<OfModel> modelStats) {}

    /**
     * Of one model.
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
            @JsonProperty("inference_stats") Totals inferenceStats,
            @JsonProperty("batch_stats") List<Object> batchStats,
            @JsonProperty("memory_usage") List<Object> memoryUsage) {}

    /**
     * What a request passes through. There is no cache, and what comes after the graph is part of {@code success}.
     *
     * @param success requests that were answered, from their headers to their answers
     */
    record Totals(
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

        public static final Total NONE = new Total(0, 0);

        public Total and(Total other) {
            return new Total(count + other.count, ns + other.ns);
        }
    }
}
