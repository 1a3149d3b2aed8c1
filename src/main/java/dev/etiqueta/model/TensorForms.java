package dev.etiqueta.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Outputs of a run as tensors. A sequence of tensors becomes one with a dimension more, and a map one with its values in
 * the order of its keys, which are the columns: so a classifier of scikit-learn gives its probabilities.
 */
final class TensorForms {

    private TensorForms() {}

    /** @throws InstanceException if there is no such tensor: those in a sequence differ in shape, or its maps in their keys */
    static Tensor of(String name, OnnxValue value) throws OrtException {
        return switch (value) {
            case OnnxTensor tensor -> of(name, tensor);
            case OnnxMap map -> ofMap(name, map);
            case OnnxSequence sequence -> ofSequence(name, sequence);
            default -> throw new InstanceException("the output '%s' has no value".formatted(name));
        };
    }

    private static Tensor of(String name, OnnxTensor tensor) throws OrtException {
        TensorInfo info = tensor.getInfo();
        List<Long> shape = Arrays.stream(info.getShape()).boxed().toList();
        ElementType type = ElementType.of(info.onnxType);
        if (type == ElementType.STRING) {
            List<String> text = new ArrayList<>();
            addText(tensor.getValue(), text);
            return Tensor.ofText(name, shape, text);
        }
        return Tensor.of(name, type, shape, tensor.getByteBuffer());
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

    private static Tensor ofMap(String name, OnnxMap map) throws OrtException {
        Map<?, ?> sorted = new TreeMap<>(map.getValue());
        List<String> keys = sorted.keySet().stream().map(String::valueOf).toList();
        List<Long> shape = List.of((long) sorted.size());
        OnnxJavaType type = map.getInfo().valueType;
        if (type == OnnxJavaType.STRING) {
            List<String> text = sorted.values().stream().map(String::valueOf).toList();
            return new Tensor(name, ElementType.STRING, shape, null, text, keys);
        }
        ElementType element = ElementType.of(type);
        ByteBuffer data = ByteBuffer.allocate(sorted.size() * element.bytes()).order(ByteOrder.nativeOrder());
        for (Object number : sorted.values()) {
            switch (number) {
                case Float decimal -> data.putFloat(decimal);
                case Double decimal -> data.putDouble(decimal);
                case Long whole -> data.putLong(whole);
                default -> throw new IllegalStateException("a map has values of " + number.getClass());
            }
        }
        return new Tensor(name, element, shape, data.flip(), List.of(), keys);
    }

    private static Tensor ofSequence(String name, OnnxSequence sequence) throws OrtException {
        List<Tensor> tensors = new ArrayList<>();
        for (OnnxValue element : sequence.getValue()) {
            try (element) {
                tensors.add(of(name, element));
            }
        }
        if (tensors.isEmpty()) {
            return empty(name, TensorSpecs.elementType(sequence.getInfo()));
        }
        Tensor first = tensors.getFirst();
        List<Long> shape = new ArrayList<>(first.shape());
        shape.addFirst((long) tensors.size());
        List<String> text = new ArrayList<>();
        int bytes = 0;
        for (int i = 0; i < tensors.size(); i++) {
            Tensor tensor = tensors.get(i);
            if (!tensor.shape().equals(first.shape()) || !tensor.columns().equals(first.columns())) {
                throw new InstanceException(
                        "the output '%s' is a sequence whose elements 0 and %d differ, %s and %s: that is no tensor; ask for one instance at a time"
                                .formatted(name, i, form(first), form(tensor)));
            }
            text.addAll(tensor.text());
            bytes = Math.addExact(
                    bytes, tensor.data() == null ? 0 : tensor.data().remaining());
        }
        if (first.type() == ElementType.STRING) {
            return new Tensor(name, ElementType.STRING, shape, null, text, first.columns());
        }
        ByteBuffer data = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
        for (Tensor tensor : tensors) {
            if (tensor.data() != null) {
                data.put(tensor.data());
            }
        }
        return new Tensor(name, first.type(), shape, data.flip(), List.of(), first.columns());
    }

    private static Tensor empty(String name, ElementType type) {
        return type == ElementType.STRING
                ? Tensor.ofText(name, List.of(0L), List.of())
                : Tensor.of(name, type, List.of(0L), ByteBuffer.allocate(0));
    }

    private static Object form(Tensor tensor) {
        return tensor.columns().isEmpty() ? tensor.shape() : tensor.columns();
    }
}
