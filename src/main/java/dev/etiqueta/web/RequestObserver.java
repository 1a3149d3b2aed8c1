package dev.etiqueta.web;

import dev.etiqueta.model.ModelId;

/** Is told of requests that have reached a model, on the thread that answers: it must be quick, and must not throw. */
public interface RequestObserver {

    /**
     * A request has been answered, with predictions or a problem.
     *
     * @param model which one it was for
     * @param status of the answer, as in HTTP
     * @param nanoseconds from its headers to its answer
     */
    void answered(ModelId model, int status, long nanoseconds);
}
