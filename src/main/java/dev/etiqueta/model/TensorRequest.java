package dev.etiqueta.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a graph is asked as a whole.
 *
 * @param tensors one for each input; none where there are images
 * @param images what an image model is asked instead; null where there are tensors
 */
public record TensorRequest(List<Tensor> tensors, @Nullable Batch images) {

    public TensorRequest {
        tensors = List.copyOf(tensors);
    }

    /** How many instances it has, as far as the signature says which dimension counts them; else 1. */
    int instances(Signature signature) {
        if (images != null) {
            return images.size();
        }
        for (TensorSpec input : signature.inputs()) {
            for (Tensor tensor : tensors) {
                if (input.batched()
                        && tensor.name().equals(input.name())
                        && !tensor.shape().isEmpty()) {
                    return (int) Math.min(Integer.MAX_VALUE, tensor.shape().getFirst());
                }
            }
        }
        return 1;
    }

    /** @throws InstanceException if the tensors are not those that the graph takes */
    void requireFit(Signature signature) {
        Map<String, Tensor> found = new HashMap<>();
        for (Tensor tensor : tensors) {
            if (found.put(tensor.name(), tensor) != null) {
                throw new InstanceException("the input '%s' is there twice".formatted(tensor.name()));
            }
        }
        for (TensorSpec input : signature.inputs()) {
            Tensor tensor = found.remove(input.name());
            if (tensor == null) {
                throw new InstanceException(
                        "the input '%s' is missing; expected are %s".formatted(input.name(), names(signature)));
            }
            requireFit(tensor, input);
        }
        if (!found.isEmpty()) {
            throw new InstanceException(
                    "there is no input %s; expected are %s".formatted(new TreeSet<>(found.keySet()), names(signature)));
        }
    }

    private static void requireFit(Tensor tensor, TensorSpec input) {
        if (tensor.type() != input.type()) {
            throw new InstanceException(
                    "the input '%s' is of %s, and takes %s".formatted(input.name(), tensor.type(), input.type()));
        }
        // A graph that states no shape takes any.
        if (!input.shape().isEmpty() && !TensorSpec.accepts(input.shape(), tensor.shape())) {
            throw new InstanceException("the input '%s' has the shape %s, and takes %s, where -1 is any length"
                    .formatted(input.name(), tensor.shape(), input.shape()));
        }
    }

    private static List<String> names(Signature signature) {
        return signature.inputs().stream().map(TensorSpec::name).toList();
    }
}
