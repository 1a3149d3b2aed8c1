package dev.etiqueta.evaluation;

import org.jspecify.annotations.Nullable;

/** Labelled images that cannot be used; the message names the file, what was found and what was expected. */
public final class DataException extends RuntimeException {

    DataException(String message) {
        this(message, null);
    }

    DataException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
