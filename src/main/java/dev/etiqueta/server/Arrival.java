package dev.etiqueta.server;

import jakarta.servlet.http.HttpServletRequest;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;

/** When a request arrived. */
public final class Arrival {

    private Arrival() {}

    /** The {@link System#nanoTime} at which its header was complete; its body came later. */
    public static long nanoTime(HttpServletRequest request) {
        return ServletContextRequest.getServletContextRequest(request).getHeadersNanoTime();
    }
}
