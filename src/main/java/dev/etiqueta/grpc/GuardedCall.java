package dev.etiqueta.grpc;

import dev.etiqueta.server.RequestId;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/**
 * A call that may be ended at any time, by any thread, such as the one that finds that its client is too slow. What is
 * answered afterwards goes nowhere.
 */
final class GuardedCall<Q, A> extends SimpleForwardingServerCall<Q, A> {

    private static final Metadata.Key<String> ID = Metadata.Key.of(RequestId.HEADER, Metadata.ASCII_STRING_MARSHALLER);

    private final String id;
    private boolean begun;
    private boolean closed;

    GuardedCall(ServerCall<Q, A> call, String id) {
        super(call);
        this.id = id;
    }

    /** What a client calls a call, or null. */
    static String id(Metadata headers) {
        return RequestId.of(headers.get(ID));
    }

    @Override
    public synchronized void sendHeaders(Metadata headers) {
        if (!closed) {
            begun = true;
            headers.put(ID, id);
            super.sendHeaders(headers);
        }
    }

    @Override
    public synchronized void sendMessage(A message) {
        if (!closed) {
            super.sendMessage(message);
        }
    }

    @Override
    public synchronized void close(Status status, Metadata trailers) {
        if (!closed) {
            closed = true;
            if (!begun) {
                trailers.put(ID, id);
            }
            super.close(status, trailers);
        }
    }
}
