package dev.etiqueta.request;

import dev.etiqueta.model.ModelId;

/** Is told of requests that have reached a model, on the thread that answers: it must be quick, and must not throw. */
public interface RequestObserver {

    /**
     * A request has been answered, with predictions or an error.
     *
     * @param model which one it was for
     * @param nanoseconds from its headers to its answer
     */
    void answered(ModelId model, Protocol protocol, Outcome outcome, long nanoseconds);
}
