package dev.etiqueta.grpc;

import dev.etiqueta.server.Refusal;
import dev.etiqueta.server.ServerObserver;
import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;

/**
 * Accepts so many connections and no more. The others make room: a connection without a call is closed after a while, and
 * one that does not say what it is at once.
 */
final class BoundedServerChannel extends NioServerSocketChannel {

    private final int most;
    private final ServerObserver observer;

    /** Of the thread that accepts, and of no other. */
    private int open;

    BoundedServerChannel(int most, ServerObserver observer) {
        this.most = most;
        this.observer = observer;
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
        int read = super.doReadMessages(accepted);
        if (read > 0 && accepted.getLast() instanceof Channel connection) {
            open++;
            connection.closeFuture().addListener(closed -> eventLoop().execute(() -> open--));
            if (open > most) {
                observer.refused(Refusal.CONNECTIONS);
                accepted.removeLast();
                connection.unsafe().closeForcibly();
                open--;
                return 0;
            }
        }
        return read;
    }
}
