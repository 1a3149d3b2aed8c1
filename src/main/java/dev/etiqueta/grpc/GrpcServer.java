package dev.etiqueta.grpc;

import java.time.Duration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.grpc.server.GrpcServerFactory;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;

/** The server, which stops when clients have had the time to leave. */
final class GrpcServer extends GrpcServerLifecycle {

    GrpcServer(GrpcServerFactory factory, Duration gracePeriod, ApplicationEventPublisher events) {
        super(factory, gracePeriod, events);
    }

    /** After {@link dev.etiqueta.server.Drain}, which has the last of all phases. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE - 1;
    }
}
