package dev.etiqueta.security;

import dev.etiqueta.server.ClientAddress;
import dev.etiqueta.server.Problems;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Limits requests over HTTP by client: who he is decides, or where nobody knows, his address. */
public final class ClientLimitFilter extends HttpFilter {

    /** After Spring Security's, which knows who asks. */
    public static final int ORDER = -50;

    private final ClientLimits limits;
    private final ClientAddress addresses;
    private final List<String> probes;

    /** @param probes the paths of the application below which there are no limits */
    public ClientLimitFilter(ClientLimits limits, ClientAddress addresses, List<String> probes) {
        this.limits = limits;
        this.addresses = addresses;
        this.probes = List.copyOf(probes);
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (probes.stream().anyMatch(request.getServletPath()::startsWith)) {
            chain.doFilter(request, response);
            return;
        }
        String name = name(request);
        ClientLimits.Excess excess = limits.ask(name);
        if (excess != null) {
            refuse(request, response, excess);
            return;
        }
        try (ClientLimits.Work work = limits.begin(name)) {
            if (work.excess() == null) {
                chain.doFilter(request, response);
            } else {
                refuse(request, response, work.excess());
            }
        }
    }

    private String name(HttpServletRequest request) {
        Principal principal = request.getUserPrincipal();
        return principal == null ? addresses.client(request) : principal.getName();
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response, ClientLimits.Excess excess)
            throws IOException {
        int status = HttpStatus.TOO_MANY_REQUESTS.value();
        response.setStatus(status);
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(excess.seconds()));
        response.setContentType(Problems.contentType(request));
        response.getOutputStream().write(Problems.json(status, excess.detail(), request));
    }
}
