package dev.etiqueta.remote;

import java.io.IOException;

/** A server that shows another host key than expected, or an unknown one. */
final class HostKeyException extends IOException {

    HostKeyException(String message, IOException cause) {
        super(message, cause);
    }
}
