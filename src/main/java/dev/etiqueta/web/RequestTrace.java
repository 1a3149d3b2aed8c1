package dev.etiqueta.web;

import org.jspecify.annotations.Nullable;

/** The trace of the request that the calling thread answers, where requests are traced. */
public interface RequestTrace {

    /** For a service without traces. */
    RequestTrace NONE = new RequestTrace() {

        @Override
        public @Nullable String id() {
            return null;
        }

        @Override
        public void refused(int status, String reason) {}
    };

    /** Its id, 32 hexadecimal digits; null if there is none. */
    @Nullable
    String id();

    /**
     * Notes in it that the request is answered with a problem.
     *
     * @param reason the problem's {@code detail}, which may have a client's words in it
     */
    void refused(int status, String reason);
}
