package dev.etiqueta.server;

import java.io.IOException;

/** The body of a request has not been received: whoever reads it gets this. */
public final class BodyException extends IOException {

    /** Why not. */
    public enum Reason {
        /** It did not come in time. */
        TOO_SLOW,
        /** It has more bytes than any request may have. */
        TOO_LONG,
        /** All requests together hold more than there is memory for. */
        NO_MEMORY
    }

    private final transient Reason reason;

    BodyException(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** One that is made for each request, and says all there is by its reason. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
