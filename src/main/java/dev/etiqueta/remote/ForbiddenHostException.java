package dev.etiqueta.remote;

import java.io.IOException;

/** A server that may not be asked, and has not been. */
public final class ForbiddenHostException extends IOException {

    ForbiddenHostException(String message) {
        super(message);
    }
}
