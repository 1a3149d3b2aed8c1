package dev.etiqueta.security;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.ScheduledFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/**
 * The file of keys, which is read again when it changes. It is looked at by its content, not by events or times: a Secret
 * that Kubernetes mounts changes by a link above it. A file that has become unusable leaves the keys as they were.
 */
final class KeyFile implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(KeyFile.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int LONGEST = 1 << 20;

    private final Path path;
    private final Audit audit;
    private final SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
    private final ScheduledFuture<?> watch;
    private byte[] content;
    private boolean unreadable;
    private volatile Keys keys;

    /** @throws SecurityException if it cannot be read, or is not a file of keys */
    KeyFile(Path path, Audit audit) {
        this.path = path;
        this.audit = audit;
        try {
            content = read();
            keys = Keys.parse(content);
        } catch (IOException | IllegalArgumentException e) {
            throw new KeyFileException(reason(e), e);
        }
        scheduler.setThreadNamePrefix("key-file-");
        watch = scheduler.scheduleWithFixedDelay(this::look, Instant.now().plus(INTERVAL), INTERVAL);
    }

    Keys keys() {
        return keys;
    }

    private byte[] read() throws IOException {
        try (InputStream file = Files.newInputStream(path)) {
            byte[] bytes = file.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new IllegalArgumentException("it has more than %d bytes".formatted(LONGEST));
            }
            return bytes;
        }
    }

    /** Reads it if it has changed. */
    void look() {
        try {
            byte[] now = read();
            unreadable = false;
            if (Arrays.equals(now, content)) {
                return;
            }
            content = now;
            keys = Keys.parse(now);
            audit.record("reload keys", true, "%d keys count from now on".formatted(keys.count()));
        } catch (IOException | IllegalArgumentException e) {
            keep(e);
        } catch (RuntimeException | Error e) {
            log.error("The file of keys was not read, by a defect", e);
        }
    }

    /** Once: a file that is gone is gone the next time, too. */
    private void keep(Exception e) {
        if (e instanceof IOException && unreadable) {
            return;
        }
        unreadable = e instanceof IOException;
        audit.record(
                "reload keys",
                false,
                "the keys stay as they were, because of the file of etiqueta.security.keys: " + reason(e));
    }

    /** A path is its own message in many cases, and stays here. */
    private static String reason(Exception e) {
        return e instanceof IOException
                ? "it cannot be read (%s)".formatted(e.getClass().getSimpleName())
                : String.valueOf(e.getMessage());
    }

    @Override
    public void close() {
        watch.cancel(true);
        scheduler.close();
    }
}
