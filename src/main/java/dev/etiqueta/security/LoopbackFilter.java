package dev.etiqueta.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Lets whoever is on this host use the management port where only this host reaches it. A browser on this host asks for
 * others: it gives itself away by the name that it thinks it asks, or by the page that sent it. So does a proxy.
 */
final class LoopbackFilter extends HttpFilter {

    static final String NAME = "(this host)";

    private static final Set<String> HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final List<String> FOREIGN = List.of(HttpHeaders.ORIGIN, "Forwarded", "X-Forwarded-For", "Via");

    private static final Set<Role> ROLES = Set.of(Role.DEPLOY, Role.OBSERVE);

    private final IntSupplier managementPort;

    /** @param managementPort that listens at a loopback address */
    LoopbackFilter(IntSupplier managementPort) {
        this.managementPort = managementPort;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (SecurityContextHolder.getContext().getAuthentication() == null && isOfThisHost(request)) {
            Principals.set(NAME, ROLES);
        }
        chain.doFilter(request, response);
    }

    private boolean isOfThisHost(HttpServletRequest request) {
        return request.getLocalPort() == managementPort.getAsInt()
                && HOSTS.contains(request.getServerName())
                && FOREIGN.stream().allMatch(header -> request.getHeader(header) == null);
    }
}
