package dev.etiqueta.request;

import dev.etiqueta.failure.LineLimit;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what has failed, and is nobody's fault but the service's. Whoever knows how to make it fail can do so again and again. */
public final class FailureLog {

    private static final Logger log = LoggerFactory.getLogger(FailureLog.class);

    private static final int MOST_IN_A_MINUTE = 20;

    private final LineLimit lines = new LineLimit(MOST_IN_A_MINUTE, Duration.ofMinutes(1));

    /** A run of a model has failed, or a request for another reason. */
    public void log(Throwable e) {
        long missing = lines.take();
        if (missing >= 0) {
            String what = Failure.of(e) == null ? "A request failed" : "A run failed";
            log.atError().setCause(e).log(missing == 0 ? what : "%s (and %d more)".formatted(what, missing));
        }
    }
}
