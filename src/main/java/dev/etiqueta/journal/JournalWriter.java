package dev.etiqueta.journal;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes lines on a thread of its own, so that no request waits for a disk. What waits to be written has a bound in
 * bytes; beyond it, lines are dropped. Counts what becomes of them: {@code model.prediction.log}, tagged with {@code
 * outcome}.
 */
final class JournalWriter implements AutoCloseable {

    /** Of lines that wait. A heap of any size has room for it. */
    static final int ROOM = 8 << 20;

    /** For what waits to be written at the end; a disk that takes longer is one that hangs. */
    private static final Duration LAST = Duration.ofSeconds(5);

    private static final Logger log = LoggerFactory.getLogger(JournalWriter.class);

    private final JournalFile file;
    private final JsonMapper json = new JsonMapper();
    private final Semaphore room = new Semaphore(ROOM);
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("prediction-log").factory());
    private final Counter written;
    private final Counter dropped;
    private final Counter failed;

    /** Takes over the file: it closes it. */
    JournalWriter(JournalFile file, MeterRegistry registry) {
        this.file = file;
        this.written = counter(registry, "written");
        this.dropped = counter(registry, "dropped");
        this.failed = counter(registry, "failed");
    }

    private static Counter counter(MeterRegistry registry, String outcome) {
        return Counter.builder("model.prediction.log")
                .description("Lines of the prediction log, by what became of them")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** Has a line written some time soon, if there is room for it. */
    void write(JournalLine line) {
        int weight = (int) Math.min(Integer.MAX_VALUE, line.weight());
        if (!room.tryAcquire(weight)) {
            dropped.increment();
            return;
        }
        try {
            thread.execute(() -> append(line, weight));
        } catch (RejectedExecutionException e) {
            // It is closed.
            room.release(weight);
            dropped.increment();
        }
    }

    private void append(JournalLine line, int weight) {
        try {
            (file.append(json.writeValueAsBytes(line)) ? written : failed).increment();
        } catch (RuntimeException e) {
            failed.increment();
            log.debug("A line of the prediction log could not be written", e);
        } finally {
            room.release(weight);
        }
    }

    /** Writes what waits. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LAST.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("Not all of the prediction log was written within {} s", LAST.toSeconds());
                dropped.increment(thread.shutdownNow().size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        file.close();
    }
}
