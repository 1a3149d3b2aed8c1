package dev.etiqueta.model;

/** Is told which models can be asked, by whoever opens or closes them: it must be quick, and must not throw. */
public interface ModelObserver {

    /** A model can be asked from now on. */
    default void opened(ModelInfo model) {}

    /** A model has given its last answer, and its memory is free again. */
    default void closed(ModelInfo model) {}
}
