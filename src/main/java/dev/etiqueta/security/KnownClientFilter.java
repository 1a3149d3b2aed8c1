package dev.etiqueta.security;

import dev.etiqueta.server.KnownClients;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;

/** Tells the web server who has been authenticated, so that its places go round callers, and not round addresses. */
final class KnownClientFilter extends HttpFilter {

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Principal caller = request.getUserPrincipal();
        if (caller != null) {
            KnownClients.remember(request, caller.getName());
        }
        chain.doFilter(request, response);
    }
}
