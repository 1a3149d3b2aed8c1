package dev.etiqueta.security;

import dev.etiqueta.server.Arrival;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Who asks.
 *
 * @param name the principal's
 * @param address that the request came from
 */
record Caller(String name, String address) {

    /** What the service does by itself. */
    private static final Caller SERVICE = new Caller("(the service)", "(itself)");

    private static final String ANYBODY = "(anybody)";

    /** Of the request that the calling thread answers. */
    static Caller current() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? of(attributes.getRequest())
                : SERVICE;
    }

    static Caller of(HttpServletRequest request) {
        Principal principal = request.getUserPrincipal();
        return new Caller(principal == null ? ANYBODY : principal.getName(), Arrival.address(request));
    }
}
