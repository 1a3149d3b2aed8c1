package dev.etiqueta.server;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Sends each answer when all of it is there: a client that does not read holds some bytes, and no thread. */
final class AnswerBuffer extends Handler.Wrapper {

    private final ClientMemory memory;
    private final ServerObserver observer;

    AnswerBuffer(Handler next, ClientMemory memory, ServerObserver observer) {
        super(next);
        this.memory = memory;
        this.observer = observer;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(request, new BufferedResponse(request, response, memory, observer), callback);
    }
}
