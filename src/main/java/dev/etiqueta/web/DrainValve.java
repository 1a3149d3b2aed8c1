package dev.etiqueta.web;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/** Has clients open a new connection for their next request, which a load balancer leads elsewhere. */
final class DrainValve extends ValveBase {

    private final Drain drain;

    DrainValve(Drain drain) {
        super(true);
        this.drain = drain;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (drain.isDraining()) {
            response.setHeader("Connection", "close");
        }
        getNext().invoke(request, response);
    }
}
