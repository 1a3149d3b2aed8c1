package dev.etiqueta.web;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;

/** A request that is answered with a problem: a status, a sentence that helps, and members for programs. */
final class ProblemException extends RuntimeException {

    private final HttpStatus status;
    private final Map<String, Object> members = new LinkedHashMap<>();

    ProblemException(HttpStatus status, String detail) {
        super(detail, null, false, false);
        this.status = status;
    }

    /** Adds an extension member (RFC 9457, 3.2). */
    ProblemException with(String name, Object value) {
        members.put(name, value);
        return this;
    }

    HttpStatus status() {
        return status;
    }

    Map<String, Object> members() {
        return members;
    }
}
