package dev.etiqueta.deployment;

import dev.etiqueta.server.Arrival;
import dev.etiqueta.server.BodyException;
import dev.etiqueta.server.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses requests to the actuator whose bodies are too long, or have not come in time. */
final class ManagementBodyLimit extends OncePerRequestFilter {

    static final int MOST_BYTES = 64 * 1024;

    private final Duration time;

    /** @param time that a body may take to arrive */
    ManagementBodyLimit(Duration time) {
        this.time = time;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long length;
        try {
            length = Arrival.bodyLength(request);
        } catch (BodyException e) {
            refuse(request, response, status(e.reason()));
            return;
        }
        if (length > MOST_BYTES) {
            refuse(request, response, HttpStatus.CONTENT_TOO_LARGE);
        } else {
            chain.doFilter(request, response);
        }
    }

    private static HttpStatus status(BodyException.Reason reason) {
        return switch (reason) {
            case TOO_SLOW -> HttpStatus.REQUEST_TIMEOUT;
            case TOO_LONG -> HttpStatus.CONTENT_TOO_LARGE;
            case NO_MEMORY -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, HttpStatus status)
            throws IOException {
        String detail = status == HttpStatus.SERVICE_UNAVAILABLE
                ? "too many large bodies are on their way; try again in a moment"
                : "a body has at most %d bytes here, and arrives within %d ms; send less of it, or faster"
                        .formatted(MOST_BYTES, time.toMillis());
        response.setStatus(status.value());
        if (status == HttpStatus.SERVICE_UNAVAILABLE) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "1");
        }
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(Problems.json(status.value(), detail, request));
    }
}
