package dev.etiqueta.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * An input or output of a graph.
 *
 * @param name as the graph names it
 * @param type of the elements
 * @param shape the dimensions, -1 for one that varies. Empty where the graph states no shape
 * @param batched whether the first dimension counts instances
 */
public record TensorSpec(
        String name,
        ElementType type,
        List<Long> shape,
        @JsonIgnore boolean batched) {

    static final long VARIES = -1;

    public TensorSpec {
        shape = List.copyOf(shape);
    }

    /** Of instances along the first dimension, if there is one. */
    TensorSpec(String name, ElementType type, List<Long> shape) {
        this(name, type, shape, !shape.isEmpty());
    }

    /** The dimensions of one instance. */
    public List<Long> instanceShape() {
        return batched ? shape.subList(1, shape.size()) : shape;
    }

    /** A shape as an array; without a stream, which would take longer than all else that makes a batch. */
    static long[] dimensions(List<Long> shape) {
        long[] dimensions = new long[shape.size()];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = shape.get(i);
        }
        return dimensions;
    }

    /** Whether a shape is one of those that a stated shape has, with -1 for any length. */
    static boolean accepts(List<Long> stated, List<Long> shape) {
        if (stated.size() != shape.size()) {
            return false;
        }
        for (int i = 0; i < shape.size(); i++) {
            if (stated.get(i) != VARIES && !stated.get(i).equals(shape.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The number of instances that a run takes; -1 for any number. */
    long batchSize() {
        return batched ? shape.getFirst() : 1;
    }

    TensorSpec unbatched() {
        return new TensorSpec(name, type, shape, false);
    }
}
