package dev.etiqueta.request;

import java.util.Locale;

/** How a request has ended. */
public enum Outcome {
    SUCCESS,
    CLIENT_ERROR,
    SERVER_ERROR;

    /** The name in lower case, as meters have it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
