package dev.etiqueta.model;

import java.util.List;

/**
 * An input or output of a graph.
 *
 * @param name as the graph names it
 * @param type of the elements
 * @param shape the dimensions, -1 for one that varies; the first is the batch. Empty where the graph states no shape
 */
public record TensorSpec(String name, ElementType type, List<Long> shape) {

    static final long VARIES = -1;

    public TensorSpec {
        shape = List.copyOf(shape);
    }

    /** The dimensions of one instance: all but the batch. */
    public List<Long> instanceShape() {
        return shape.isEmpty() ? List.of() : shape.subList(1, shape.size());
    }

    /** The number of instances that a run takes: -1 for any number, 1 too where the graph states no shape. */
    long batchSize() {
        return shape.isEmpty() ? 1 : shape.getFirst();
    }
}
