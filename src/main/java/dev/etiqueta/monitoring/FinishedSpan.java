package dev.etiqueta.monitoring;

import io.opentelemetry.api.trace.SpanBuilder;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Makes spans of what is over. */
final class FinishedSpan {

    private FinishedSpan() {}

    /** Nanoseconds since 1970. */
    static long now() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }

    /** Adds a span that took so long, and ended then. */
    static void add(SpanBuilder span, long end, long nanoseconds) {
        span.setStartTimestamp(end - nanoseconds, TimeUnit.NANOSECONDS)
                .startSpan()
                .end(end, TimeUnit.NANOSECONDS);
    }
}
