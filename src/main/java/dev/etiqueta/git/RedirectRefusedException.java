package dev.etiqueta.git;

import java.io.IOException;

/** A redirect to a server that may not be asked, and has not been. */
final class RedirectRefusedException extends IOException {

    private final String target;

    RedirectRefusedException(String target) {
        super("redirects to " + target);
        this.target = target;
    }

    /** Its scheme, host and port. */
    String target() {
        return target;
    }
}
