package dev.etiqueta.web;

import dev.etiqueta.feedback.PredictionId;
import dev.etiqueta.model.Answer;
import org.jspecify.annotations.Nullable;

/** Is told of answers before they are sent, on the thread that answers: it must be quick, and must not throw. */
public interface AnswerObserver {

    /**
     * A request is going to be answered.
     *
     * @param id by which feedback can be given; null if none can
     */
    void answered(@Nullable PredictionId id, Answer answer);
}
