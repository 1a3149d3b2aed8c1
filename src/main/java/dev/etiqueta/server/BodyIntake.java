package dev.etiqueta.server;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Has requests wait outside until their bodies are there: a client that drips holds some bytes, and no thread. */
final class BodyIntake extends Handler.Wrapper {

    /** Of a body that is too long: most clients read the answer only when they have sent everything. */
    private static final long MOST_DISCARDED = 32L << 20;

    private final ServerLimits limits;
    private final ClientMemory memory;
    private final Set<IncomingBody> waiting = ConcurrentHashMap.newKeySet();

    BodyIntake(Handler next, ServerLimits limits, ClientMemory memory) {
        super(next);
        this.limits = limits;
        this.memory = memory;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!hasBody(request) || isLeftUnread(request)) {
            return super.handle(request, response, callback);
        }
        IncomingBody body = new IncomingBody(this, request, response, callback);
        body.run();
        return true;
    }

    private static boolean hasBody(Request request) {
        return request.getLength() > 0
                || (request.getLength() < 0 && request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING));
    }

    /** What is refused anyway need not be sent. */
    private boolean isLeftUnread(Request request) {
        boolean tooLong = request.getLength() > limits.bodySize();
        return request.getLength() > MOST_DISCARDED
                || (tooLong && request.getHeaders().contains(HttpHeader.EXPECT));
    }

    long limit() {
        return limits.bodySize();
    }

    long mostDiscarded() {
        return MOST_DISCARDED;
    }

    ClientMemory memory() {
        return memory;
    }

    void waits(IncomingBody body) {
        waiting.add(body);
    }

    void waitsNoMore(IncomingBody body) {
        waiting.remove(body);
    }

    /** Gives up on bodies that have not come in time. */
    void sweep(long now) {
        for (IncomingBody body : waiting) {
            if (now - body.since() > limits.time().toNanos()) {
                body.giveUp(BodyException.Reason.TOO_SLOW);
            }
        }
    }
}
