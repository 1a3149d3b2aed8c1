package dev.etiqueta.monitoring;

import dev.etiqueta.web.RequestTrace;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import org.jspecify.annotations.Nullable;

/** The span that the server has made for the request of this thread. */
final class CurrentTrace implements RequestTrace {

    /** From here on it is the service that failed, which is what a span calls an error. */
    private static final int SERVER_ERROR = 500;

    @Override
    public @Nullable String id() {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid() ? span.getTraceId() : null;
    }

    @Override
    public void refused(int status, String reason) {
        Span span = Span.current();
        span.setAttribute("refused", reason);
        if (status >= SERVER_ERROR) {
            span.setStatus(StatusCode.ERROR, reason);
        }
    }
}
