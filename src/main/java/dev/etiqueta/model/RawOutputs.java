package dev.etiqueta.model;

import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Outputs of a graph as nested arrays, lists and maps: for models of which nothing more is known. */
final class RawOutputs {

    private RawOutputs() {}

    /**
     * Takes the outputs apart by instance: along the first dimension of tensors, by element of sequences.
     *
     * @return one value for each instance: the output's, or where there are several a map by their names
     * @throws InstanceException if an output cannot be taken apart
     */
    static List<Prediction.Raw> read(OrtSession.Result result, Signature signature, int instances) throws OrtException {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < instances; i++) {
            rows.add(new LinkedHashMap<>());
        }
        for (int output = 0; output < result.size(); output++) {
            String name = signature.outputs().get(output).name();
            Object value = value(result.get(output));
            boolean apart = length(value) == instances;
            if (!apart && instances != 1) {
                throw new InstanceException(
                        "the output '%s' is not of %d instances; send them one at a time".formatted(name, instances));
            }
            for (int i = 0; i < instances; i++) {
                rows.get(i).put(name, apart ? element(value, i) : value);
            }
        }
        return rows.stream()
                .map(row -> new Prediction.Raw(
                        row.size() == 1 ? row.values().iterator().next() : row))
                .toList();
    }

    private static Object value(OnnxValue value) throws OrtException {
        return switch (value) {
            case OnnxTensor tensor -> numbers(tensor.getValue(), ElementType.of(tensor.getInfo().onnxType));
            case OnnxSequence sequence -> elements(sequence);
            case OnnxMap map -> new TreeMap<>(map.getValue());
            default ->
                throw new OrtException("an output is a %s, which has no form in JSON".formatted(value.getType()));
        };
    }

    private static List<Object> elements(OnnxSequence sequence) throws OrtException {
        List<Object> elements = new ArrayList<>();
        for (OnnxValue element : sequence.getValue()) {
            try (element) {
                elements.add(value(element));
            }
        }
        return elements;
    }

    /**
     * Integers of a type whose Java form would mislead become wider ones: bytes, which JSON libraries take for binary
     * data, and unsigned numbers, which Java takes for signed ones.
     */
    private static Object numbers(Object value, ElementType type) {
        if (value.getClass().isArray()) {
            boolean misleading =
                    switch (type) {
                        case UINT8, INT8, UINT16, UINT32, UINT64 -> true;
                        default -> false;
                    };
            return misleading ? list(value, type) : value;
        }
        return number(value, type);
    }

    private static List<Object> list(Object array, ElementType type) {
        List<Object> list = new ArrayList<>(Array.getLength(array));
        for (int i = 0; i < Array.getLength(array); i++) {
            list.add(numbers(Array.get(array, i), type));
        }
        return list;
    }

    private static Object number(Object value, ElementType type) {
        return switch (type) {
            case UINT8 -> Byte.toUnsignedInt((Byte) value);
            case UINT16 -> Short.toUnsignedInt((Short) value);
            case UINT32 -> Integer.toUnsignedLong((Integer) value);
            case UINT64 -> new BigInteger(Long.toUnsignedString((Long) value));
            default -> value;
        };
    }

    private static int length(Object value) {
        if (value instanceof List<?> list) {
            return list.size();
        }
        return value.getClass().isArray() ? Array.getLength(value) : -1;
    }

    private static Object element(Object value, int index) {
        return value instanceof List<?> list ? list.get(index) : Array.get(value, index);
    }
}
