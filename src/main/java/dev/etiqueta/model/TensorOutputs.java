package dev.etiqueta.model;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Collects the outputs of a graph as tensors; of several runs, one after the other along the first dimension. */
final class TensorOutputs {

    private final Signature signature;
    private final List<List<Tensor>> runs = new ArrayList<>(1);

    TensorOutputs(Signature signature) {
        this.signature = signature;
    }

    /**
     * Adds the outputs of a run.
     *
     * @throws InstanceException if one is no tensor
     */
    void add(OrtSession.Result result) throws OrtException {
        List<Tensor> outputs = new ArrayList<>(result.size());
        for (int i = 0; i < result.size(); i++) {
            outputs.add(TensorForms.of(signature.outputs().get(i).name(), result.get(i)));
        }
        runs.add(outputs);
    }

    /**
     * All of them, in the graph's order.
     *
     * @throws InstanceException if those of several runs do not make one tensor
     */
    List<Tensor> tensors() {
        List<Tensor> first = runs.getFirst();
        if (runs.size() == 1) {
            return first;
        }
        List<Tensor> joined = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            int output = i;
            joined.add(joined(runs.stream().map(run -> run.get(output)).toList()));
        }
        return joined;
    }

    private static Tensor joined(List<Tensor> parts) {
        Tensor first = parts.getFirst();
        long length = 0;
        int bytes = 0;
        List<String> text = new ArrayList<>();
        for (Tensor part : parts) {
            if (part.shape().isEmpty() || !rest(part).equals(rest(first))) {
                throw new InstanceException(
                        "the output '%s' is not of instances; send them one at a time".formatted(first.name()));
            }
            length += part.shape().getFirst();
            bytes = Math.addExact(bytes, part.data() == null ? 0 : part.data().remaining());
            text.addAll(part.text());
        }
        List<Long> shape = new ArrayList<>(first.shape());
        shape.set(0, length);
        if (first.data() == null) {
            return Tensor.ofText(first.name(), shape, text);
        }
        ByteBuffer data = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
        for (Tensor part : parts) {
            if (part.data() != null) {
                data.put(part.data());
            }
        }
        return Tensor.of(first.name(), first.type(), shape, data.flip());
    }

    /** Of its shape, all but the first dimension. */
    private static List<Long> rest(Tensor tensor) {
        return tensor.shape().subList(1, tensor.shape().size());
    }
}
