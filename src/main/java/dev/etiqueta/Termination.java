package dev.etiqueta;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import sun.misc.Signal;

/**
 * Ends the process when the system asks for it. The service is closed before the JVM's shutdown hooks run, among which
 * is the one of the ONNX runtime: Spring's own hook would run beside it, and requests would be answered by a runtime that
 * is gone. While the service starts there is nothing to close, and no waiting for a server that does not answer.
 */
final class Termination implements ApplicationListener<ApplicationStartedEvent> {

    private static final Logger log = LoggerFactory.getLogger(Termination.class);

    /** With the exit statuses that shells know them by. */
    private static final Map<String, Integer> SIGNALS = Map.of("TERM", 143, "INT", 130);

    private static final String LOADING_THREAD = "deployment";

    private final AtomicBoolean asked = new AtomicBoolean();
    private volatile @Nullable ConfigurableApplicationContext service;

    private Termination() {}

    /** Takes over the signals from the JVM. */
    static Termination install() {
        Termination termination = new Termination();
        SIGNALS.forEach((name, status) -> Signal.handle(new Signal(name), signal -> termination.end(status)));
        return termination;
    }

    @Override
    public void onApplicationEvent(ApplicationStartedEvent event) {
        service = event.getApplicationContext();
    }

    private void end(int status) {
        ConfigurableApplicationContext running = service;
        if (running == null || !asked.compareAndSet(false, true)) {
            // Nothing to close yet; or somebody has asked twice.
            Runtime.getRuntime().halt(status);
            return;
        }
        Thread.ofPlatform().daemon(false).name("termination").start(() -> close(running, status));
    }

    private static void close(ConfigurableApplicationContext running, int status) {
        try {
            running.close();
        } catch (RuntimeException e) {
            log.error("The service did not close in order", e);
        } finally {
            exit(status);
        }
    }

    /**
     * Ends the process. Where native code still loads a model, which nobody can stop, the hook of the ONNX runtime must
     * not free what it uses.
     */
    static void exit(int status) {
        boolean loads = Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals(LOADING_THREAD));
        if (loads) {
            Runtime.getRuntime().halt(status);
        }
        System.exit(status);
    }
}
