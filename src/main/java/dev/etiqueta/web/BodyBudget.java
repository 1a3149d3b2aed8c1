package dev.etiqueta.web;

import java.util.concurrent.atomic.AtomicLong;
import org.springframework.http.HttpStatus;

/**
 * The bytes of large bodies that all requests together may hold. Each body may be within its limit, and many at once
 * still be more than there is memory.
 */
final class BodyBudget {

    /** A body takes several times its size while it is decoded. */
    private static final int SHARE_OF_HEAP = 8;

    private final long limit;
    private final AtomicLong held = new AtomicLong();

    BodyBudget(long limit) {
        this.limit = limit;
    }

    static BodyBudget ofHeap() {
        return new BodyBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /**
     * Takes some more.
     *
     * @param own what the request holds already: one that is alone may have all it needs
     * @throws ProblemException if the others hold too much
     */
    void take(long bytes, long own) {
        long total = held.addAndGet(bytes);
        if (total > limit && total > own + bytes) {
            held.addAndGet(-bytes);
            throw new ProblemException(
                    HttpStatus.SERVICE_UNAVAILABLE, "too many large bodies are on their way; try again in a moment");
        }
    }

    void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }
}
