package dev.etiqueta.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The time by which a request is answered or given up. */
public final class Deadline {

    private static final Deadline NEVER = new Deadline(0, null);

    private final long nanoTime;
    private final @Nullable Duration limit;

    private Deadline(long nanoTime, @Nullable Duration limit) {
        this.nanoTime = nanoTime;
        this.limit = limit;
    }

    /** So long from now. */
    public static Deadline after(Duration limit) {
        return since(System.nanoTime(), limit);
    }

    /**
     * So long from then.
     *
     * @param nanoTime as {@link System#nanoTime} was
     */
    public static Deadline since(long nanoTime, Duration limit) {
        return new Deadline(nanoTime + limit.toNanos(), limit);
    }

    /** For work that nobody waits for. */
    public static Deadline never() {
        return NEVER;
    }

    public boolean isNever() {
        return limit == null;
    }

    public boolean hasPassed() {
        return limit != null && System.nanoTime() - nanoTime >= 0;
    }

    /** How long it is until then; 0 or less if it has passed. */
    public long remainingNanos() {
        return limit == null ? Long.MAX_VALUE : nanoTime - System.nanoTime();
    }

    /**
     * Lets work go on that may.
     *
     * @throws DeadlineExceededException if it has passed
     */
    public void check() {
        if (limit != null && hasPassed()) {
            throw new DeadlineExceededException(limit);
        }
    }
}
