package dev.etiqueta.dvc;

import dev.etiqueta.failure.Blame;
import java.time.Duration;

/** How long all objects of an output may take together: time-outs of single requests do not add up to a bound. */
final class TimeLimit {

    private final Duration allowed;
    private final long start = System.nanoTime();

    /** Starts now. */
    TimeLimit(Duration allowed) {
        this.allowed = allowed;
    }

    /**
     * What is left of it, at least a millisecond.
     *
     * @throws DvcException if it is over
     */
    Duration remaining() {
        check();
        long left = allowed.toNanos() - (System.nanoTime() - start);
        return Duration.ofMillis(Math.max(1, left / 1_000_000));
    }

    /** @throws DvcException if it is over */
    void check() {
        if (System.nanoTime() - start > allowed.toNanos()) {
            throw new DvcException(
                    Blame.SERVER,
                    "the tracked files did not arrive within %d s".formatted(allowed.toSeconds()),
                    "Try again; if the remote is just slow, give etiqueta.deployment.timeout more.",
                    null);
        }
    }
}
