package dev.etiqueta.security;

import dev.etiqueta.failure.ActionableException;

/** The file of keys cannot be used. */
final class KeyFileException extends ActionableException {

    KeyFileException(String reason, Throwable cause) {
        super(
                "the file of etiqueta.security.keys cannot be used: " + reason,
                "Name a file with a line for each key; `etiqueta key --role predict --name ci` makes one.",
                cause);
    }
}
