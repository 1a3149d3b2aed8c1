package dev.etiqueta.server;

import java.time.Duration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.AbstractLifeCycle;

/** Looks again and again for clients whose time is over: to set a timer for each would cost those who are quick. */
final class Sweep extends AbstractLifeCycle {

    private static final Duration INTERVAL = Duration.ofMillis(250);

    private final Server server;
    private final Connections connections;
    private final BodyIntake bodies;

    Sweep(Server server, Connections connections, BodyIntake bodies) {
        this.server = server;
        this.connections = connections;
        this.bodies = bodies;
    }

    @Override
    protected void doStart() {
        next();
    }

    private void next() {
        server.getScheduler().schedule(this::sweep, INTERVAL);
    }

    private void sweep() {
        if (isRunning() || isStarting()) {
            next();
            long now = System.nanoTime();
            bodies.sweep(now);
            connections.sweep(now);
        }
    }
}
