package dev.etiqueta.model;

import java.util.List;

/**
 * Is told of each request to a model, on the thread that waits for the answer: it must be quick, and must not throw.
 * Who wants to know only which models there are is a {@link ModelObserver}.
 */
public interface PredictionObserver {

    /**
     * The instances of a request have been read: received, decoded, and brought into the form that the model takes.
     *
     * @param model which one will be asked
     * @param instances how many there are, at least one
     * @param nanoseconds how long it took
     */
    default void read(ModelId model, int instances, long nanoseconds) {}

    /**
     * A model will be run, now that it is the request's turn; told after {@link #read}.
     *
     * @param model which one
     * @param nanoseconds how long the request has waited for that
     */
    default void queued(ModelId model, long nanoseconds) {}

    /**
     * A model has answered.
     *
     * @param model which one
     * @param predictions its answer, one for each instance
     * @param nanoseconds how long the runtime took
     */
    default void predicted(ModelId model, List<? extends Prediction> predictions, long nanoseconds) {}

    /**
     * A model has answered to these instances; told after {@link #predicted}.
     *
     * @param model which one
     * @param batch the instances; they are the request's, and only to be looked at, until this method returns
     */
    default void answered(ModelId model, Batch batch) {}
}
