package dev.etiqueta.model;

/** A model that is part of what serves, and cannot be served itself. */
public final class FailedModelException extends RuntimeException {

    FailedModelException(FailedModel model) {
        super(
                "the model '%s' of version %s cannot be served: %s"
                        .formatted(model.name(), model.version(), model.reason()),
                null,
                false,
                false);
    }
}
