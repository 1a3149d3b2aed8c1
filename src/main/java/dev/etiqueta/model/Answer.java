package dev.etiqueta.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * The predictions of one request, all by the same model.
 *
 * @param model its name
 * @param version which one it was
 * @param predictions one for each instance, in their order
 * @param by the model, described
 */
public record Answer(
        String model,
        String version,
        List<? extends Prediction> predictions,
        @JsonIgnore ModelInfo by) {

    Answer(ModelInfo by, List<? extends Prediction> predictions) {
        this(by.id().name(), by.id().version(), predictions, by);
    }
}
