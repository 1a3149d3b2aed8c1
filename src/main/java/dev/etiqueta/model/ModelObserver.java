package dev.etiqueta.model;

import java.util.List;

/** Is told what models do, on the thread that waits for the answer: it must be quick, and must not throw. */
public interface ModelObserver {

    /** A model can be asked from now on. */
    default void opened(ModelInfo model) {}

    /** A model has given its last answer, and its memory is free again. */
    default void closed(ModelInfo model) {}

    /**
     * A model has answered.
     *
     * @param model which one
     * @param predictions its answer, one for each instance
     * @param nanoseconds how long the runtime took
     */
    void predicted(ModelId model, List<? extends Prediction> predictions, long nanoseconds);
}
