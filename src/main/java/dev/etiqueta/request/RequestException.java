package dev.etiqueta.request;

import java.util.LinkedHashMap;
import java.util.Map;

/** A request that is not answered with a prediction: what is wrong with it, a sentence that helps, and members for programs. */
public final class RequestException extends RuntimeException {

    private final Fault fault;
    private final Map<String, Object> members = new LinkedHashMap<>();

    public RequestException(Fault fault, String detail) {
        super(detail, null, false, false);
        this.fault = fault;
    }

    /** Adds a member, as a problem of RFC 9457 may have it. */
    public RequestException with(String name, Object value) {
        members.put(name, value);
        return this;
    }

    public Fault fault() {
        return fault;
    }

    /** What was added. */
    public Map<String, Object> members() {
        return members;
    }
}
