package dev.etiqueta.server;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.MDC;

/** Has the lines that are logged while a request is answered say which one it is. */
final class RequestLogging extends Handler.Wrapper {

    RequestLogging(Handler next) {
        super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        MDC.put(RequestId.LOG_FIELD, RequestId.of(request));
        try {
            return super.handle(request, response, callback);
        } finally {
            MDC.remove(RequestId.LOG_FIELD);
        }
    }
}
