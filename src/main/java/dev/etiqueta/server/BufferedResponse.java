package dev.etiqueta.server;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingNestedCallback;
import org.jspecify.annotations.Nullable;

/** An answer that is sent when it is complete, and with its length. */
final class BufferedResponse extends Response.Wrapper {

    /** Taking turns at the counter would cost more than so few bytes do. */
    private static final int SMALL = 8 * 1024;

    private static final int MOST_EXPECTED = 16 << 20;

    /** The JDK keeps a native buffer of the largest write for each thread. */
    private static final int SLICE = 64 * 1024;

    private final ClientMemory memory;
    private final ServerObserver observer;

    /** None for a small answer. */
    private ClientMemory.@Nullable Share share;

    private byte @Nullable [] bytes;
    private int length;

    BufferedResponse(Request request, Response response, ClientMemory memory, ServerObserver observer) {
        super(request, response);
        this.memory = memory;
        this.observer = observer;
    }

    /** Once a part is written, the header is made. */
    @Override
    public boolean isCommitted() {
        return bytes != null || super.isCommitted();
    }

    @Override
    public void reset() {
        bytes = null;
        length = 0;
        if (share != null) {
            share.release();
        }
        super.reset();
    }

    @Override
    public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
        int more = content == null ? 0 : content.remaining();
        if (bytes == null && last && more <= SLICE) {
            super.write(true, content, callback);
            return;
        }
        if (content != null && !append(content)) {
            // It has begun, and never comes to an end.
            bytes = new byte[0];
            callback.failed(new EofException("too many answers wait for their readers"));
            return;
        }
        if (last) {
            send(callback);
        } else {
            callback.succeeded();
        }
    }

    private boolean append(ByteBuffer content) {
        int more = content.remaining();
        byte[] room = bytes == null ? new byte[0] : bytes;
        if (length + more > room.length) {
            int larger = (int) Math.max(Math.max(2L * room.length, (long) length + more), expected());
            if (larger > SMALL && !take(larger - (room.length <= SMALL ? 0 : room.length))) {
                return false;
            }
            room = Arrays.copyOf(room, larger);
        }
        content.get(room, length, more);
        length += more;
        bytes = room;
        return true;
    }

    private boolean take(int more) {
        if (share == null) {
            share = memory.share(this::hangUp);
        }
        return share.take(more);
    }

    private void hangUp() {
        observer.refused(Refusal.MEMORY);
        EndPoint client = getRequest().getConnectionMetaData().getConnection().getEndPoint();
        getRequest().getComponents().getExecutor().execute(client::close);
    }

    /** What the header says, if it does: else the bytes would be copied again and again while they grow. */
    private long expected() {
        return Math.clamp(getHeaders().getLongField(HttpHeader.CONTENT_LENGTH), 512, MOST_EXPECTED);
    }

    private void send(Callback callback) {
        if (!getHeaders().contains(HttpHeader.CONTENT_LENGTH)) {
            getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
        }
        ByteBuffer all = ByteBuffer.wrap(bytes == null ? new byte[0] : bytes, 0, length);
        ClientMemory.Share held = share;
        Callback whenSent = held == null ? callback : Callback.from(callback, held::release);
        if (length <= SLICE) {
            super.write(true, all, whenSent);
        } else {
            new Sending(all, whenSent).iterate();
        }
    }

    /** Slice by slice, each when the one before is on its way. */
    private final class Sending extends IteratingNestedCallback {

        private final ByteBuffer rest;
        private boolean ended;

        Sending(ByteBuffer all, Callback callback) {
            super(callback);
            this.rest = all;
        }

        @Override
        protected Action process() {
            if (ended) {
                return Action.SUCCEEDED;
            }
            ByteBuffer slice = rest.slice(rest.position(), Math.min(SLICE, rest.remaining()));
            rest.position(rest.position() + slice.remaining());
            ended = !rest.hasRemaining();
            BufferedResponse.super.write(ended, slice, this);
            return Action.SCHEDULED;
        }
    }
}
