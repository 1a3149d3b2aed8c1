package dev.etiqueta.grpc;

import dev.etiqueta.model.Deadline;
import io.grpc.Context;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What is known of a call from its begin.
 *
 * @param id what it is called in the log
 * @param client who is counted by it
 * @param nanoTime when it began
 */
record Call(String id, String client, long nanoTime) {

    static final Context.Key<Call> KEY = Context.key(Call.class.getName());

    /** That of the calling thread. */
    static Call current() {
        return Objects.requireNonNull(KEY.get(), "no call passes without CallInterceptor");
    }

    /**
     * By when a message is answered or given up: the client may have less patience than the service.
     *
     * @param nanoTime when it began
     * @param limit of the service
     */
    static Deadline deadline(long nanoTime, Duration limit) {
        io.grpc.Deadline patience = Context.current().getDeadline();
        if (patience == null) {
            return Deadline.since(nanoTime, limit);
        }
        long elapsed = System.nanoTime() - nanoTime;
        long left = elapsed + Math.max(0, patience.timeRemaining(TimeUnit.NANOSECONDS));
        return Deadline.since(nanoTime, Duration.ofNanos(Math.min(limit.toNanos(), left)));
    }
}
