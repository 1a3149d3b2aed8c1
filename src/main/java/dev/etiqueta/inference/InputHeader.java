package dev.etiqueta.inference;

import static dev.etiqueta.inference.InferenceJson.present;
import static dev.etiqueta.inference.InferenceJson.require;

import dev.etiqueta.request.RequestException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * What an input says of its data.
 *
 * @param shape none of it negative
 */
public record InputHeader(String name, Datatype datatype, List<Long> shape) {

    private static final int MOST_DIMENSIONS = 64;

    /** Of a tensor without elements. */
    private static final int LONGEST_EMPTY = 65_536;

    private static final int MOST_QUOTED = 40;

    /** @throws RequestException if it cannot be */
    public InputHeader {
        requireName(name);
        requireDimensions(shape.size());
        for (long dimension : shape) {
            require(dimension >= 0, "the input '%s' has a dimension of %d", name, dimension);
        }
        shape = List.copyOf(shape);
    }

    /** Of a datatype by its name. */
    public static InputHeader of(String name, String datatype, List<Long> shape) {
        requireName(name);
        return new InputHeader(name, datatype(datatype), shape);
    }

    private static void requireName(String name) {
        require(
                name.length() <= InferenceJson.LONGEST_NAME,
                "the name of an input has more than %d characters",
                InferenceJson.LONGEST_NAME);
    }

    static void requireDimensions(int count) {
        require(count <= MOST_DIMENSIONS, "a shape has more than %d dimensions", MOST_DIMENSIONS);
    }

    static Datatype datatype(String name) {
        return present(
                Datatype.parse(name),
                "there is no datatype '%s'; there are %s",
                name.substring(0, Math.min(name.length(), MOST_QUOTED)),
                List.of(Datatype.values()));
    }

    /** For so many elements that are there already, in little-endian order. */
    public ByteBuffer room(int elements) {
        requireElements(elements);
        return ByteBuffer.allocate(Math.multiplyExact(elements, datatype.type().bytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The input with its elements, which are no texts.
     *
     * @param data in little-endian order
     * @throws RequestException if there are more or fewer than the shape says
     */
    public InferenceRequest.Input with(ByteBuffer data) {
        int bytes = datatype.type().bytes();
        require(
                data.remaining() % bytes == 0,
                "the input '%s' has %d bytes, and its elements %d each",
                name,
                data.remaining(),
                bytes);
        requireElements(data.remaining() / bytes);
        return new InferenceRequest.Input(name, datatype, shape, data, List.of());
    }

    /**
     * The input with its texts.
     *
     * @throws RequestException if there are more or fewer than the shape says
     */
    public InferenceRequest.Input with(List<ByteBuffer> bytes) {
        ElementReader.requireRoomForText(name, bytes.size());
        requireElements(bytes.size());
        return new InferenceRequest.Input(name, datatype, shape, null, bytes);
    }

    private void requireElements(long found) {
        long expected = elements();
        require(
                found == expected,
                "the input '%s' has %d elements; its shape %s says %d",
                name,
                found,
                shape,
                expected);
    }

    /** A shape costs a client nothing: what a graph makes of it is bounded by the bytes that must be there, or here. */
    private long elements() {
        long elements = 1;
        for (long dimension : shape) {
            require(
                    dimension == 0 || elements <= Long.MAX_VALUE / dimension,
                    "the shape %s of the input '%s' has more elements than there can be",
                    shape,
                    name);
            elements *= dimension;
        }
        for (long dimension : shape) {
            require(
                    elements > 0 || dimension <= LONGEST_EMPTY,
                    "the input '%s' has no elements, and a dimension of %d; there it may be %d",
                    name,
                    dimension,
                    LONGEST_EMPTY);
        }
        return elements;
    }
}
