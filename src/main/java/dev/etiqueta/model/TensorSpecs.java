package dev.etiqueta.model;

import ai.onnxruntime.MapInfo;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.SequenceInfo;
import ai.onnxruntime.TensorInfo;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** What the runtime says of a graph's inputs and outputs. */
final class TensorSpecs {

    private TensorSpecs() {}

    static List<TensorSpec> inputs(Collection<NodeInfo> nodes) {
        return nodes.stream()
                .map(node -> node.getInfo() instanceof TensorInfo tensor
                        ? of(node.getName(), tensor)
                        : new TensorSpec(node.getName(), ElementType.OTHER, List.of()))
                .toList();
    }

    /** Sequences and maps are described as what {@link TensorForms} makes of them. */
    static List<TensorSpec> outputs(Collection<NodeInfo> nodes) {
        return nodes.stream()
                .map(node -> switch (node.getInfo()) {
                    case TensorInfo tensor -> of(node.getName(), tensor);
                    case MapInfo map -> new TensorSpec(node.getName(), ElementType.of(map.valueType), varying(1));
                    case SequenceInfo sequence ->
                        // Of tensors, it says nothing of their shapes.
                        new TensorSpec(
                                node.getName(),
                                elementType(sequence),
                                sequence.sequenceOfMaps ? varying(2) : List.of());
                    default -> new TensorSpec(node.getName(), ElementType.OTHER, List.of());
                })
                .toList();
    }

    private static TensorSpec of(String name, TensorInfo tensor) {
        return new TensorSpec(
                name,
                ElementType.of(tensor.onnxType),
                Arrays.stream(tensor.getShape()).boxed().toList());
    }

    /** Of what is in a sequence. */
    static ElementType elementType(SequenceInfo sequence) {
        return ElementType.of(sequence.sequenceOfMaps ? sequence.mapInfo.valueType : sequence.sequenceType);
    }

    private static List<Long> varying(int dimensions) {
        return Collections.nCopies(dimensions, TensorSpec.VARIES);
    }
}
