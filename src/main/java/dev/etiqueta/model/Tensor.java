package dev.etiqueta.model;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Elements of one type in one shape, row by row.
 *
 * @param name of the graph's input or output
 * @param type of the elements
 * @param shape the dimensions, none negative; empty for a scalar
 * @param data the elements in this machine's byte order, from the position to the limit; null of texts
 * @param text the elements of texts; empty of all others
 * @param columns what the positions along the last dimension stand for, where the graph says so; else empty
 */
public record Tensor(
        String name,
        ElementType type,
        List<Long> shape,
        @Nullable ByteBuffer data,
        List<String> text,
        List<String> columns) {

    public Tensor {
        shape = List.copyOf(shape);
        text = List.copyOf(text);
        columns = List.copyOf(columns);
    }

    /** Of numbers or truth values. */
    public static Tensor of(String name, ElementType type, List<Long> shape, ByteBuffer data) {
        return new Tensor(name, type, shape, data, List.of(), List.of());
    }

    /** Of texts. */
    public static Tensor ofText(String name, List<Long> shape, List<String> text) {
        return new Tensor(name, ElementType.STRING, shape, null, text, List.of());
    }
}
