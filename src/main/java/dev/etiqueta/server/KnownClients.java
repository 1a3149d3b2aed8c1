package dev.etiqueta.server;

import jakarta.servlet.http.HttpServletRequest;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Who has shown what: places go round before anybody is authenticated, which costs more than a place may. Only who has
 * been authenticated once is known, so that nobody becomes many clients by making up credentials.
 */
public final class KnownClients {

    /** Of whom something is remembered: when there are more, all are forgotten, and known again by their next request. */
    private static final int MOST = 10_000;

    private static final String NAME = KnownClients.class.getName();

    /** By a hash of what stands in {@code Authorization}: no secret is kept. */
    private final Map<Long, String> names = new ConcurrentHashMap<>();

    /** What nobody knows, so that nobody finds another text with the hash of somebody's. */
    private final long secret = new SecureRandom().nextLong() | 1;

    KnownClients() {}

    /** Whoever sends it has been authenticated: his next requests are known by the same credentials. */
    public static void remember(HttpServletRequest request, String name) {
        remember(ServletContextRequest.getServletContextRequest(request), name);
    }

    static void remember(Request request, String name) {
        Clients.Standing standing = Clients.standing(request);
        if (standing != null && !name.equals(standing.name())) {
            standing.known().put(request, name);
        }
    }

    private void put(Request request, String name) {
        String credentials = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (credentials == null) {
            // Those of the connection: its certificate.
            request.getConnectionMetaData().setAttribute(NAME, name);
            return;
        }
        if (names.size() >= MOST) {
            names.clear();
        }
        names.put(hash(credentials), name);
    }

    /** Who sends it, as far as is known. */
    @Nullable
    String find(Request request) {
        String credentials = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (credentials != null) {
            return names.isEmpty() ? null : names.get(hash(credentials));
        }
        return (String) request.getConnectionMetaData().getAttribute(NAME);
    }

    /** Quick, as it is made for each request: at stake is whose turn it is, and nothing else. */
    private Long hash(String credentials) {
        long hash = credentials.length();
        for (int i = 0; i < credentials.length(); i++) {
            hash = hash * secret + credentials.charAt(i);
            hash ^= hash >>> 32;
        }
        return hash;
    }
}
