package dev.etiqueta.security;

import dev.etiqueta.failure.LineLimit;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Who changed what serves, who tried to, and when keys changed: a line each in the log {@code dev.etiqueta.audit}, with
 * fields of the Elastic Common Schema.
 */
public final class Audit {

    private static final Logger log = LoggerFactory.getLogger("dev.etiqueta.audit");

    /** Anybody can be refused at will. */
    private static final int MOST_REFUSALS = 20;

    private final LineLimit refusals = new LineLimit(MOST_REFUSALS, Duration.ofMinutes(1));

    /**
     * Writes down that something was done, or was tried and failed, by the caller whom this thread answers.
     *
     * @param action such as {@code deploy v4}
     * @param detail what came of it
     */
    public void record(String action, boolean succeeded, String detail) {
        write(Caller.current(), action, succeeded, detail);
    }

    /** Writes down that a caller was not let in. Of many in a short time, not all are. */
    void recordRefusal(HttpServletRequest request, String action, String detail) {
        long missing = refusals.take();
        if (missing >= 0) {
            write(
                    Caller.of(request),
                    action,
                    false,
                    missing == 0 ? detail : "%s (and %d more since the last line)".formatted(detail, missing));
        }
    }

    private static void write(Caller caller, String action, boolean succeeded, String detail) {
        log.atLevel(succeeded ? Level.INFO : Level.WARN)
                .addKeyValue("event.action", action)
                .addKeyValue("event.outcome", succeeded ? "success" : "failure")
                .addKeyValue("user.name", caller.name())
                .addKeyValue("source.ip", caller.address())
                .log("{} by {} from {}: {}", action, caller.name(), caller.address(), detail);
    }
}
