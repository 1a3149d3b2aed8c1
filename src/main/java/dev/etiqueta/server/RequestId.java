package dev.etiqueta.server;

import jakarta.servlet.http.HttpServletRequest;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * What a request is called: in its answer, in its problem, and in the lines that are logged while it is answered. A client
 * or a proxy may name it by the header {@code X-Request-Id}, else it gets a random one of 32 hexadecimal digits.
 */
public final class RequestId {

    public static final String HEADER = "X-Request-Id";

    /** As the Elastic Common Schema calls it. */
    public static final String LOG_FIELD = "http.request.id";

    private static final String ATTRIBUTE = RequestId.class.getName();

    /** What means nothing in a log, and may stand in the fragment of a URI. */
    private static final Pattern SOUND = Pattern.compile("[A-Za-z0-9._~:@/+=-]{1,128}");

    private RequestId() {}

    /** The id of a request. */
    public static String of(HttpServletRequest request) {
        return of(ServletContextRequest.getServletContextRequest(request));
    }

    static String of(Request request) {
        if (request.getAttribute(ATTRIBUTE) instanceof String known) {
            return known;
        }
        String id = of(request.getHeaders().get(HEADER));
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    /** What a request is called that says so itself, or null. */
    public static String of(@Nullable String given) {
        return given != null && SOUND.matcher(given).matches() ? given : random();
    }

    /** It is no secret: it tells requests apart. */
    private static String random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    }
}
