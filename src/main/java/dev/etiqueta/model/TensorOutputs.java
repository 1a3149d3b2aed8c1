package dev.etiqueta.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects the outputs of a graph as tensors; of several runs, one after the other along the first dimension. */
final class TensorOutputs {

    private final Signature signature;
    private final List<Output> outputs = new ArrayList<>();

    TensorOutputs(Signature signature) {
        this.signature = signature;
    }

    /** One that grows. */
    private static final class Output {
        private final ElementType type;
        private final long[] shape;
        private final List<ByteBuffer> data = new ArrayList<>(1);
        private final List<String> text = new ArrayList<>();

        Output(ElementType type, long[] shape) {
            this.type = type;
            this.shape = shape;
        }
    }

    /**
     * Adds the outputs of a run.
     *
     * @throws InstanceException if one is no tensor, or several do not make one
     */
    void add(OrtSession.Result result) throws OrtException {
        boolean first = outputs.isEmpty();
        for (int i = 0; i < result.size(); i++) {
            String name = signature.outputs().get(i).name();
            OnnxTensor tensor = tensor(name, result.get(i));
            long[] shape = tensor.getInfo().getShape();
            if (first) {
                outputs.add(new Output(ElementType.of(tensor.getInfo().onnxType), shape));
            }
            Output output = outputs.get(i);
            if (!first) {
                lengthen(name, output.shape, shape);
            }
            if (output.type == ElementType.STRING) {
                addText(tensor.getValue(), output.text);
            } else {
                output.data.add(tensor.getByteBuffer());
            }
        }
    }

    private static OnnxTensor tensor(String name, OnnxValue value) {
        if (value instanceof OnnxTensor tensor) {
            if (ElementType.of(tensor.getInfo().onnxType) == ElementType.OTHER) {
                throw new InstanceException(
                        "the output '%s' is of %s, which no answer can say".formatted(name, tensor.getInfo().onnxType));
            }
            return tensor;
        }
        throw new InstanceException(
                "the output '%s' is a %s, which this protocol cannot say; ask at :predict, which can"
                        .formatted(name, value.getType()));
    }

    private static void lengthen(String name, long[] shape, long[] more) {
        boolean same = shape.length == more.length && shape.length > 0;
        for (int i = 1; same && i < shape.length; i++) {
            same = shape[i] == more[i];
        }
        if (!same) {
            throw new InstanceException("the output '%s' is not of instances; send them one at a time".formatted(name));
        }
        shape[0] += more[0];
    }

    private static void addText(Object value, List<String> text) {
        if (value.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                addText(Array.get(value, i), text);
            }
        } else {
            text.add((String) value);
        }
    }

    /** All of them, in the graph's order. */
    List<Tensor> tensors() {
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            Output output = outputs.get(i);
            String name = signature.outputs().get(i).name();
            List<Long> shape = Arrays.stream(output.shape).boxed().toList();
            tensors.add(
                    output.type == ElementType.STRING
                            ? Tensor.ofText(name, shape, output.text)
                            : Tensor.of(name, output.type, shape, joined(output.data)));
        }
        return tensors;
    }

    /** What one run has given is as it came. */
    private static ByteBuffer joined(List<ByteBuffer> parts) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        int length = parts.stream().mapToInt(ByteBuffer::remaining).reduce(0, Math::addExact);
        ByteBuffer joined = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
        parts.forEach(joined::put);
        return joined.flip();
    }
}
