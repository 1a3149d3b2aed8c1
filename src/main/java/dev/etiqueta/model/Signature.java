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

    /**
     * Finds out which dimensions count instances. A first dimension that is fixed above 1 does so only if an output has
     * it too; else an input is one instance as a whole, such as an image of 28 x 28.
     */
    static Signature of(List<TensorSpec> inputs, List<TensorSpec> outputs) {
        boolean batched = inputs.stream()
                .filter(TensorSpec::batched)
                .mapToLong(TensorSpec::batchSize)
                .allMatch(size -> size <= 1 || outputs.stream().anyMatch(output -> output.batchSize() == size));
        return batched
                ? new Signature(inputs, outputs)
                : new Signature(inputs.stream().map(TensorSpec::unbatched).toList(), outputs);
    }

    /** The instances that one run takes: -1 for any number. */
    public long batchSize() {
        return inputs.stream()
                .mapToLong(TensorSpec::batchSize)
                .filter(size -> size != TensorSpec.VARIES)
                .findFirst()
                .orElse(TensorSpec.VARIES);
    }
}
