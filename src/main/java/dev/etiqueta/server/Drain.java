package dev.etiqueta.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;

/**
 * The time between the order to stop and the web server's own graceful stop, which answers what it has begun to read,
 * but refuses what is sent a moment later on a connection that was kept open. Readiness is down by then. Until it is
 * over requests are answered as ever, and the web server asks for other connections.
 */
public final class Drain implements SmartLifecycle {

    private final Duration time;
    private volatile boolean running;
    private volatile boolean draining;

    /** @param time how long requests are still answered */
    public Drain(Duration time) {
        this.time = time;
    }

    /** Whether the service has been told to stop. */
    public boolean isDraining() {
        return draining;
    }

    @Override
    public void start() {
        draining = false;
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        draining = true;
    }

    /** Comes back at once, and calls back when the time is over. Of all phases, this one is the first to stop. */
    @Override
    public void stop(Runnable callback) {
        stop();
        CompletableFuture.delayedExecutor(time.toNanos(), TimeUnit.NANOSECONDS).execute(callback);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
