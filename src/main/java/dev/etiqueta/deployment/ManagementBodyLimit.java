package dev.etiqueta.deployment;

import dev.etiqueta.server.BodyException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Reads the bodies of requests to the actuator, and refuses those that are too large, before one of them takes the
 * memory, and those that have not come in time.
 */
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
        boolean chunked = request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
        if (request.getContentLengthLong() > MOST_BYTES) {
            refuse(response, HttpStatus.CONTENT_TOO_LARGE);
        } else if (chunked || request.getContentLengthLong() > 0) {
            readFirst(request, response, chain);
        } else {
            chain.doFilter(request, response);
        }
    }

    private void readFirst(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        byte[] body;
        try {
            body = request.getInputStream().readNBytes(MOST_BYTES + 1);
        } catch (BodyException e) {
            refuse(response, status(e.reason()));
            return;
        }
        if (body.length > MOST_BYTES) {
            refuse(response, HttpStatus.CONTENT_TOO_LARGE);
        } else {
            chain.doFilter(new ReadRequest(request, body), response);
        }
    }

    private static HttpStatus status(BodyException.Reason reason) {
        return switch (reason) {
            case TOO_SLOW -> HttpStatus.REQUEST_TIMEOUT;
            case TOO_LONG -> HttpStatus.CONTENT_TOO_LARGE;
            case NO_MEMORY -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    }

    private void refuse(HttpServletResponse response, HttpStatus status) throws IOException {
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getWriter()
                .write("{\"title\":\"%s\",\"status\":%d,\"detail\":\"Send at most %d bytes, within %d milliseconds.\"}"
                        .formatted(status.getReasonPhrase(), status.value(), MOST_BYTES, time.toMillis()));
    }

    /** A request whose body has been read already. */
    private static final class ReadRequest extends HttpServletRequestWrapper {

        private final byte[] body;

        ReadRequest(HttpServletRequest request, byte[] body) {
            super(request);
            this.body = body;
        }

        @Override
        public ServletInputStream getInputStream() {
            ByteArrayInputStream in = new ByteArrayInputStream(body);
            return new ServletInputStream() {
                @Override
                public boolean isFinished() {
                    return in.available() == 0;
                }

                @Override
                public boolean isReady() {
                    return true;
                }

                @Override
                public void setReadListener(ReadListener listener) {
                    throw new IllegalStateException("nobody waits for what is here");
                }

                @Override
                public int read() {
                    return in.read();
                }

                @Override
                public int read(byte[] bytes, int offset, int length) {
                    return in.read(bytes, offset, length);
                }
            };
        }
    }
}
