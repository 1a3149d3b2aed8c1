package dev.etiqueta.inference;

import dev.etiqueta.model.Signature;
import dev.etiqueta.model.TensorSpec;
import dev.etiqueta.request.Fault;
import dev.etiqueta.request.RequestException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Reads a body that is nothing but the elements of the only input. All outputs are answered as bytes. */
public final class RawBody {

    private RawBody() {}

    /**
     * Reads all of it. A text is the whole body, without its length.
     *
     * @throws RequestException if the graph has several inputs, or several dimensions that vary, or the bytes are not as
     *     many as some shape of the input has
     */
    public static InferenceRequest read(ByteBuffer body, Signature signature) {
        List<TensorSpec> inputs = signature.inputs();
        if (inputs.size() != 1) {
            throw new RequestException(
                    Fault.INVALID,
                    "a body without JSON is for a graph with one input; this one has %d".formatted(inputs.size()));
        }
        TensorSpec input = inputs.getFirst();
        Datatype datatype = Objects.requireNonNull(Datatype.of(input.type()), "all inputs can be said");
        boolean text = datatype == Datatype.BYTES;
        long elements = text ? 1 : body.remaining() / input.type().bytes();
        InputHeader header = new InputHeader(input.name(), datatype, shape(input, elements));
        return new InferenceRequest(
                null, true, List.of(text ? header.with(List.of(body.slice())) : header.with(body.slice())), List.of());
    }

    /** The one of its shapes that has so many elements, if there is one. */
    private static List<Long> shape(TensorSpec input, long elements) {
        List<Long> shape = new ArrayList<>(input.shape());
        int varies = shape.indexOf(-1L);
        if (varies != shape.lastIndexOf(-1L)) {
            throw new RequestException(
                    Fault.INVALID,
                    "a body without JSON does not say which shape it has: the input '%s' takes %s"
                            .formatted(input.name(), input.shape()));
        }
        if (varies >= 0) {
            long others = 1;
            for (long dimension : shape) {
                others *= dimension < 0 ? 1 : dimension;
            }
            shape.set(varies, others == 0 ? 0 : elements / others);
        }
        return shape;
    }
}
