package dev.etiqueta.security;

/** A caller is not let in. */
public final class AccessException extends RuntimeException {

    /** Why. */
    public enum Reason {
        /** Who it is, is not known. */
        UNKNOWN,
        /** It is known, and may not do this. */
        FORBIDDEN,
        /** It cannot be found out just now. */
        UNAVAILABLE
    }

    private final Reason reason;

    AccessException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
