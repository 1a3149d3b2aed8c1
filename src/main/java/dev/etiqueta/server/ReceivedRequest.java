package dev.etiqueta.server;

import org.eclipse.jetty.io.Content.Chunk;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** A request whose body has been received, or has not and never will be. */
final class ReceivedRequest extends Request.Wrapper {

    private @Nullable Chunk body;

    /** @param body all of it, or the failure */
    ReceivedRequest(Request request, Chunk body) {
        super(request);
        this.body = body;
    }

    boolean hasFailed() {
        return body != null && Chunk.isFailure(body);
    }

    @Override
    public Chunk read() {
        Chunk next = body == null ? Chunk.EOF : body;
        body = Chunk.next(next);
        return next;
    }

    @Override
    public void demand(Runnable whenThere) {
        whenThere.run();
    }

    @Override
    public boolean consumeAvailable() {
        boolean whole = !hasFailed();
        body = null;
        return whole && super.consumeAvailable();
    }
}
