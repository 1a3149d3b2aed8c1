package dev.etiqueta.dvc;

import dev.etiqueta.failure.ActionableException;
import org.jspecify.annotations.Nullable;

/** Tracked files that cannot be had, or are not what git promises. */
public final class DvcException extends ActionableException {

    DvcException(String description, String action) {
        this(description, action, null);
    }

    DvcException(String description, String action, @Nullable Throwable cause) {
        super(description, action, cause);
    }
}
