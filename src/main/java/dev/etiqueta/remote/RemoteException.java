package dev.etiqueta.remote;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An object that cannot be had. */
public final class RemoteException extends IOException {

    /** Why an object cannot be had. */
    public enum Reason {
        /** The store answers, and has no such object. */
        NOT_FOUND,
        /** The store answers, and does not let this caller read; some say so of objects that do not exist, too. */
        FORBIDDEN,
        /** No answer, or one that broke off: another attempt may succeed. */
        UNREACHABLE,
        /** The store answers that it cannot just now, such as HTTP 500, 503 or 429: another attempt may succeed. */
        UNAVAILABLE,
        /** Anything else, which no further attempt would change. */
        FAILED;

        /** Whether another attempt may succeed. */
        public boolean isTransient() {
            return this == UNREACHABLE || this == UNAVAILABLE;
        }
    }

    private final Reason reason;
    private final String address;

    /**
     * Creates one.
     *
     * @param address of the object, without secrets
     * @param detail what happened, such as {@code HTTP 403}; it has neither secrets nor the address in it
     */
    public RemoteException(Reason reason, String address, String detail, @Nullable Throwable cause) {
        super(detail, cause);
        this.reason = reason;
        this.address = address;
    }

    public Reason reason() {
        return reason;
    }

    /** The URL or path that was tried, without secrets. */
    public String address() {
        return address;
    }
}
