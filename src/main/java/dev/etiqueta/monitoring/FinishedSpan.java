package dev.etiqueta.monitoring;

import io.opentelemetry.api.trace.SpanBuilder;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Makes spans of what is over. */
final class FinishedSpan {

    private FinishedSpan() {}

    /** Adds a span that took so long, until now. */
    static void add(SpanBuilder span, long nanoseconds) {
        Instant now = Instant.now();
        long end = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        span.setStartTimestamp(end - nanoseconds, TimeUnit.NANOSECONDS)
                .startSpan()
                .end(end, TimeUnit.NANOSECONDS);
    }
}
