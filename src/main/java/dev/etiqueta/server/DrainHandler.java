package dev.etiqueta.server;

import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Has clients open a new connection for their next request, which a load balancer leads elsewhere. */
final class DrainHandler extends Handler.Wrapper {

    private final BooleanSupplier draining;

    DrainHandler(Handler next, BooleanSupplier draining) {
        super(next);
        this.draining = draining;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (draining.getAsBoolean()) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
        }
        return super.handle(request, response, callback);
    }
}
