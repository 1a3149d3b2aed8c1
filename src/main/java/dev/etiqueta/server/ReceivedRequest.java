package dev.etiqueta.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Content.Chunk;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** A request whose body has been received, or has not and never will be. */
final class ReceivedRequest extends Request.Wrapper {

    private final ByteBuffer bytes;
    private final @Nullable Throwable failure;
    private @Nullable Chunk body;

    /** @param body all of it, or the failure */
    ReceivedRequest(Request request, Chunk body) {
        super(request);
        this.body = body;
        this.bytes = body.getByteBuffer();
        this.failure = body.getFailure();
    }

    /**
     * How long the body is, in bytes.
     *
     * @throws IOException if it has not come; {@link BodyException} where that is for its length, its time or its memory
     */
    int received() throws IOException {
        return bytes().remaining();
    }

    /** The body; not a copy. */
    ByteBuffer bytes() throws IOException {
        if (failure != null) {
            throw failure instanceof IOException e ? e : new IOException(failure);
        }
        return bytes.duplicate();
    }

    boolean hasFailed() {
        return failure != null;
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
