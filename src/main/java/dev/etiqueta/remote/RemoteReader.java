package dev.etiqueta.remote;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

/**
 * Reads objects of a remote, and tries again what may be better in a moment: four attempts in all, with delays that
 * double and vary. Safe for several threads.
 */
public final class RemoteReader {

    private static final int RETRIES = 3;
    private static final Duration FIRST_DELAY = Duration.ofMillis(200);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);

    private final Remote remote;
    private final RetryTemplate retries;

    /**
     * Creates one that waits about 200, 400 and 800 ms.
     *
     * @param limit no further attempt begins after it
     */
    public RemoteReader(Remote remote, Duration limit) {
        this(remote, FIRST_DELAY, limit);
    }

    /**
     * Creates one with other delays.
     *
     * @param firstDelay before the second attempt; at least a millisecond
     */
    RemoteReader(Remote remote, Duration firstDelay, Duration limit) {
        this.remote = remote;
        this.retries = new RetryTemplate(RetryPolicy.builder()
                .maxRetries(RETRIES)
                .delay(firstDelay)
                .jitter(firstDelay.dividedBy(2))
                .multiplier(2)
                .maxDelay(LONGEST_DELAY)
                .timeout(limit)
                .predicate(e ->
                        e instanceof RemoteException failure && failure.reason().isTransient())
                .build());
    }

    /**
     * Reads an object.
     *
     * @param path as in {@link Remote#open}
     * @param reader called once for each attempt, with all bytes from the start
     * @throws RemoteException of the last attempt; when this thread is interrupted, there are no further ones, and the
     *     thread stays interrupted
     * @throws IOException what the reader throws, at once
     */
    public <T> T read(String path, ObjectReader<T> reader) throws IOException {
        try {
            return retries.execute(() -> attempt(path, reader));
        } catch (RetryException e) {
            throw last(e);
        }
    }

    private <T> T attempt(String path, ObjectReader<T> reader) throws IOException {
        try (InputStream in = remote.open(path)) {
            return reader.read(in);
        }
    }

    private static IOException last(RetryException failure) {
        Throwable last = failure.getLastException();
        if (last instanceof IOException e) {
            return e;
        }
        if (last instanceof Error e) {
            throw e;
        }
        if (last instanceof RuntimeException e) {
            throw e;
        }
        return new IOException(last);
    }
}
