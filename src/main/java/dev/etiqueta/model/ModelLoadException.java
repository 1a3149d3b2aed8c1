package dev.etiqueta.model;

import dev.etiqueta.failure.ActionableException;
import org.jspecify.annotations.Nullable;

/** A model that must not be served. */
public final class ModelLoadException extends ActionableException {

    public ModelLoadException(String description, String action) {
        this(description, action, null);
    }

    public ModelLoadException(String description, String action, @Nullable Throwable cause) {
        super(description, action, cause);
    }
}
