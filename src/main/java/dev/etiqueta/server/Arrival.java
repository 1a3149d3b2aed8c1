package dev.etiqueta.server;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;

/** How a request arrived. */
public final class Arrival {

    private Arrival() {}

    /** The {@link System#nanoTime} at which its header was complete; its body came later. */
    public static long nanoTime(HttpServletRequest request) {
        return ServletContextRequest.getServletContextRequest(request).getHeadersNanoTime();
    }

    /** The address at the other end of its connection, as text. Headers do not change it, whatever reads them. */
    public static String address(HttpServletRequest request) {
        InetAddress address = ClientAddress.ofConnection(ServletContextRequest.getServletContextRequest(request));
        return address == null ? "local" : address.getHostAddress();
    }

    /**
     * All of its body, in an array that nobody else has; not a copy.
     *
     * @throws BodyException if it was not received
     * @throws IOException if the client has gone
     */
    public static ByteBuffer body(HttpServletRequest request) throws IOException {
        ReceivedRequest received =
                Request.as(ServletContextRequest.getServletContextRequest(request), ReceivedRequest.class);
        return received == null ? ByteBuffer.allocate(0) : received.bytes();
    }

    /**
     * How long its body is, in bytes, whether it said so or not.
     *
     * @throws BodyException if it was not received
     * @throws IOException if the client has gone
     */
    public static long bodyLength(HttpServletRequest request) throws IOException {
        Request inner = ServletContextRequest.getServletContextRequest(request);
        ReceivedRequest received = Request.as(inner, ReceivedRequest.class);
        return received == null ? Math.max(0, inner.getLength()) : received.received();
    }
}
