package dev.etiqueta.inference;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request of the Open Inference Protocol.
 *
 * @param id given back with the answer; null where there is none
 * @param binaryOutput whether outputs are answered as bytes behind the JSON, where nothing else is said of them
 * @param inputs as many as the graph has, which may be none
 * @param outputs those that are asked for; none for all
 */
public record InferenceRequest(@Nullable String id, boolean binaryOutput, List<Input> inputs, List<Output> outputs) {

    public InferenceRequest {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * An input.
     *
     * @param shape none negative, and their product is the number of elements
     * @param data the elements in little-endian order; null of {@link Datatype#BYTES}
     * @param bytes the elements of {@link Datatype#BYTES}; empty of all others
     */
    public record Input(
            String name,
            Datatype datatype,
            List<Long> shape,
            @Nullable ByteBuffer data,
            List<ByteBuffer> bytes) {}

    /**
     * An output that is asked for.
     *
     * @param binary whether as bytes behind the JSON; null where the request says it for all
     * @param classes how many of the largest values, as texts, instead of all values; 0 for all values
     */
    public record Output(String name, @Nullable Boolean binary, int classes) {}
}
