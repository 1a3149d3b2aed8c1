package dev.etiqueta.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.etiqueta.model.ElementType;
import dev.etiqueta.model.Prediction;
import java.lang.reflect.Array;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A line of the journal, as JSON. */
sealed interface JournalLine {

    /** Roughly how many bytes of memory it takes, and never less. */
    long weight();

    /**
     * A prediction.
     *
     * @param id by which feedback is given; null where none can be
     * @param index of the instance in its request
     * @param label null for a model without a card, and so are the next two
     * @param output of a model without a card, else null
     * @param inputs by name, where they are wanted
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"time", "id", "index", "model", "version"})
    record Predicted(
            Instant time,
            @Nullable String id,
            int index,
            String model,
            String version,
            @Nullable String label,
            @Nullable Double probability,
            @Nullable Map<String, Double> scores,
            @Nullable Object output,
            @Nullable Map<String, Tensor> inputs)
            implements JournalLine {

        private static final int FIXED = 512;
        private static final int SCORE = 32;

        static Predicted of(
                Instant time,
                @Nullable String id,
                int index,
                String model,
                String version,
                Prediction prediction,
                @Nullable Map<String, Tensor> inputs) {
            return switch (prediction) {
                case Prediction.Label label ->
                    new Predicted(
                            time,
                            id,
                            index,
                            model,
                            version,
                            label.label(),
                            label.probability(),
                            label.scores(),
                            null,
                            inputs);
                case Prediction.Raw raw ->
                    new Predicted(time, id, index, model, version, null, null, null, raw.value(), inputs);
            };
        }

        @Override
        public long weight() {
            long bytes = FIXED;
            if (scores != null) {
                bytes += (long) SCORE * scores.size();
            }
            if (output != null) {
                bytes += weigh(output);
            }
            if (inputs != null) {
                for (Tensor tensor : inputs.values()) {
                    bytes += tensor.data().length;
                }
            }
            return bytes;
        }

        /** Of nested arrays, which may be lists or maps as well. */
        private static long weigh(Object value) {
            return switch (value) {
                case Map<?, ?> map -> weigh(map.values());
                case Collection<?> list ->
                    list.stream().mapToLong(Predicted::weigh).sum();
                case Object[] array -> weigh(Arrays.asList(array));
                default -> value.getClass().isArray() ? (long) Long.BYTES * Array.getLength(value) : SCORE;
            };
        }
    }

    /**
     * What turned out to be right.
     *
     * @param trueLabel as somebody said it
     * @param authenticated whether it is known who
     */
    @JsonPropertyOrder({"time", "id", "index", "model", "version"})
    record Corrected(
            Instant time, String id, int index, String model, String version, String trueLabel, boolean authenticated)
            implements JournalLine {

        private static final int FIXED = 512;

        @Override
        public long weight() {
            return FIXED;
        }
    }

    /**
     * An input, of one instance.
     *
     * @param type of the elements
     * @param shape as the graph gets it
     * @param data its elements, row-major and little-endian, in base64
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Tensor(ElementType type, long[] shape, byte[] data) {}
}
