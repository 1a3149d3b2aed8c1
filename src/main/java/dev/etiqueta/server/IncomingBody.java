package dev.etiqueta.server;

import dev.etiqueta.server.BodyException.Reason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** A request whose body is on its way. */
final class IncomingBody implements Runnable {

    /** How much is allocated on a client's word alone, and how much is free: taking turns would cost more than it does. */
    private static final int SMALL = 8 * 1024;

    /** How many times what has come of it a body may be made room for. */
    private static final int TRUST = 8;

    private final BodyIntake intake;
    private final Request request;
    private final Response response;
    private final Callback callback;

    /** None for a small body: whoever answers those takes turns with nobody. */
    private ClientMemory.@Nullable Share share;

    private byte[] bytes;
    private int length;
    private long discarded;
    private boolean waits;
    private boolean done;

    IncomingBody(BodyIntake intake, Request request, Response response, Callback callback) {
        this.intake = intake;
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.bytes = new byte[request.getLength() < 0 ? SMALL : (int) Math.min(request.getLength(), SMALL)];
    }

    /** When the request's header was complete. */
    long since() {
        return request.getHeadersNanoTime();
    }

    /** Takes what has come, then waits for more; or goes on when all is there. Jetty calls it, never twice at once. */
    @Override
    public void run() {
        @Nullable Request whole;
        synchronized (this) {
            whole = receive();
        }
        if (whole != null) {
            handle(whole);
        }
    }

    private @Nullable Request receive() {
        while (!done) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                await();
                return null;
            }
            if (Content.Chunk.isFailure(chunk)) {
                return end(new ReceivedRequest(request, Content.Chunk.from(chunk.getFailure(), true)));
            }
            Reason refused = append(chunk.getByteBuffer());
            boolean last = chunk.isLast();
            chunk.release();
            if (refused != null) {
                return end(failed(refused));
            }
            if (last) {
                return end(
                        discarded > 0
                                ? failed(Reason.TOO_LONG)
                                : new ReceivedRequest(
                                        request, Content.Chunk.from(ByteBuffer.wrap(bytes, 0, length), true)));
            }
        }
        return null;
    }

    private void await() {
        if (!waits) {
            waits = true;
            intake.waits(this);
        }
        request.demand(this);
    }

    private @Nullable Reason append(ByteBuffer content) {
        int more = content.remaining();
        if (discarded > 0 || length + (long) more > intake.limit()) {
            return discard(more);
        }
        if (length + more > bytes.length && !grow(length + more)) {
            return Reason.NO_MEMORY;
        }
        content.get(bytes, length, more);
        length += more;
        return null;
    }

    private @Nullable Reason discard(int more) {
        discarded += more;
        release();
        bytes = new byte[0];
        return discarded > intake.mostDiscarded() ? Reason.TOO_LONG : null;
    }

    private boolean grow(int needed) {
        if (share == null) {
            share = intake.memory().share(() -> elsewhere(() -> giveUp(Reason.NO_MEMORY)));
        }
        // What has come vouches for what is said to come.
        long announced = Math.min(request.getLength(), (long) TRUST * needed);
        int larger = (int) Math.min(Math.max(Math.max(2L * bytes.length, needed), announced), intake.limit());
        boolean taken = share.take(larger - (bytes.length <= SMALL ? 0 : bytes.length));
        if (taken) {
            bytes = Arrays.copyOf(bytes, larger);
        }
        return taken;
    }

    /** Goes on without the body. On any thread; nothing if it is there already. */
    void giveUp(Reason reason) {
        Request failed;
        synchronized (this) {
            if (done) {
                return;
            }
            failed = end(failed(reason));
        }
        elsewhere(() -> handle(failed));
    }

    /** On another thread: two bodies that have each other give way must not wait for each other. */
    private void elsewhere(Runnable work) {
        request.getComponents().getExecutor().execute(work);
    }

    private ReceivedRequest failed(Reason reason) {
        return new ReceivedRequest(request, Content.Chunk.from(new BodyException(reason), true));
    }

    private Request end(ReceivedRequest received) {
        done = true;
        if (waits) {
            intake.waitsNoMore(this);
        }
        if (received.hasFailed()) {
            bytes = new byte[0];
            release();
        } else if (share != null) {
            share.settle();
        }
        return received;
    }

    private void release() {
        if (share != null) {
            share.release();
        }
    }

    private void handle(Request received) {
        ClientMemory.Share held = share;
        Callback whenAnswered = held == null ? callback : Callback.from(callback, held::release);
        try {
            if (!intake.getHandler().handle(received, response, whenAnswered)) {
                Response.writeError(received, response, whenAnswered, 404);
            }
        } catch (Throwable e) {
            Response.writeError(received, response, whenAnswered, e);
        }
    }
}
