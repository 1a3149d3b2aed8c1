package dev.etiqueta.model;

import java.time.Duration;

/** Work that was stopped because it took longer than it may. */
public final class DeadlineExceededException extends RuntimeException {

    public DeadlineExceededException(Duration limit) {
        super("it took longer than the limit of %d ms".formatted(limit.toMillis()), null, false, false);
    }
}
