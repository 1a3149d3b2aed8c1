package dev.etiqueta.server;

import java.util.Locale;

/** Why a web server refuses a request, or hangs up, before the application sees anything of it. */
public enum Refusal {
    /** It is no sound HTTP, or its header is longer than any may be. */
    HTTP,
    /** Its client has as many requests under way as one may have. */
    CLIENT,
    /** So many wait for a place that it would not have one in time. */
    LOAD,
    /** Its header does not arrive in time, or its answer is not read. */
    SLOW,
    /** There are too many connections, and it is of the least use. */
    CONNECTIONS,
    /** All answers that wait for their readers hold more than there is memory for. */
    MEMORY;

    /** As a tag has it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
