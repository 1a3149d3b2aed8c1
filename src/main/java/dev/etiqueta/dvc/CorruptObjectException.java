package dev.etiqueta.dvc;

import java.io.IOException;

/** A content that is not the one its digest stands for; the message says in what. */
final class CorruptObjectException extends IOException {

    CorruptObjectException(String message) {
        super(message);
    }
}
