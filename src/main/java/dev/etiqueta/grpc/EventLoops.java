package dev.etiqueta.grpc;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.TimeUnit;

/** The threads that accept connections, and read and write them. */
final class EventLoops implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 1;

    private final EventLoopGroup accepting = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoopGroup working =
            new MultiThreadIoEventLoopGroup(Runtime.getRuntime().availableProcessors(), NioIoHandler.newFactory());

    EventLoopGroup accepting() {
        return accepting;
    }

    EventLoopGroup working() {
        return working;
    }

    @Override
    public void close() {
        stop(accepting);
        stop(working);
    }

    private static void stop(EventLoopGroup loops) {
        loops.shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
