package dev.etiqueta.journal;

import dev.etiqueta.failure.ActionableException;
import java.io.IOException;
import java.nio.file.Path;

/** A folder that the journal cannot be written to. */
final class JournalException extends ActionableException {

    JournalException(Path dir, Exception cause) {
        super(
                "%s: predictions cannot be written to %s: %s"
                        .formatted(
                                JournalProperties.DIR, dir, cause instanceof IOException ? cause : cause.getMessage()),
                "Name a folder that the service may write, or leave the property out.",
                cause);
    }
}
