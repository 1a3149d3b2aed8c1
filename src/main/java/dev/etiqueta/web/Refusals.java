package dev.etiqueta.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.servlet.HandlerMapping;

/** Tells of each request that is answered with a problem: a line at debug, and a note in its trace. */
final class Refusals {

    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    private final RequestTrace trace;

    Refusals(RequestTrace trace) {
        this.trace = trace;
    }

    void tell(ProblemDetail problem, HttpServletRequest request) {
        String reason = Objects.requireNonNullElse(problem.getDetail(), "");
        trace.refused(problem.getStatus(), reason);
        // What has failed, rather than been refused, is in the log as an error already.
        if (problem.getStatus() != HttpStatus.INTERNAL_SERVER_ERROR.value()) {
            LoggingEventBuilder line =
                    log.atDebug().addKeyValue("status", problem.getStatus()).addKeyValue("reason", reason);
            Object model = model(request);
            (model == null ? line : line.addKeyValue("model", model))
                    .log("Refused with {}: {}", problem.getStatus(), reason);
        }
    }

    /** As the client calls it; null where it names none. */
    private static @Nullable Object model(HttpServletRequest request) {
        return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE) instanceof Map<?, ?> variables
                ? variables.get("name")
                : null;
    }
}
