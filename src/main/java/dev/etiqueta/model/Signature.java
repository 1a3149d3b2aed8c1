package dev.etiqueta.model;

import java.util.List;

/**
 * What a graph takes and gives.
 *
 * @param inputs in the graph's order
 * @param outputs in the graph's order
 */
public record Signature(List<TensorSpec> inputs, List<TensorSpec> outputs) {

    public Signature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** The instances that one run takes: -1 for any number. */
    long batchSize() {
        return inputs.stream()
                .mapToLong(TensorSpec::batchSize)
                .filter(size -> size != TensorSpec.VARIES)
                .findFirst()
                .orElse(TensorSpec.VARIES);
    }
}
