package dev.etiqueta.inference;

import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the Open Inference Protocol.
 *
 * @param by the model
 * @param id of the request; null where it has none
 * @param outputs those that were asked for, in the order of the request; else all, in the graph's
 */
public record InferenceAnswer(ModelId by, @Nullable String id, List<Output> outputs) {

    public InferenceAnswer {
        outputs = List.copyOf(outputs);
    }

    /**
     * An output.
     *
     * @param binary whether it is asked for as bytes
     */
    public record Output(Tensor tensor, Datatype datatype, boolean binary) {}
}
