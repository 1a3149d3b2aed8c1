package dev.etiqueta.deployment;

import dev.etiqueta.failure.ActionableException;
import dev.etiqueta.model.Deadline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One deployment, which has its time and may be aborted. What may block for ever, such as a server or native code, runs
 * on a thread of its own, and is left behind when the time is over.
 */
final class Attempt {

    private static final Logger log = LoggerFactory.getLogger(Attempt.class);

    /** Between two looks at whether it is aborted. */
    private static final Duration LOOK = Duration.ofMillis(20);

    private final Deadline deadline;
    private volatile @Nullable ActionableException aborted;

    /** @param time from now on */
    Attempt(Duration time) {
        this.deadline = Deadline.after(time);
    }

    Deadline deadline() {
        return deadline;
    }

    /** Has it fail, if it has not come to its end. */
    void abort(ActionableException why) {
        aborted = why;
    }

    /** @throws ActionableException if it is aborted, or its time is over */
    void check() {
        ActionableException why = aborted;
        if (why != null) {
            throw why;
        }
        if (deadline.hasPassed()) {
            throw new DeploymentTimeoutException();
        }
    }

    /**
     * Does a part of it.
     *
     * @param discard what to do with a result that comes too late
     * @throws ActionableException what the work throws; or that it is aborted, or that the time is over
     */
    <T> T call(Supplier<T> work, Consumer<T> discard) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread worker = Thread.ofPlatform().daemon().name("deployment").unstarted(() -> run(work, discard, result));
        worker.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        worker.start();
        while (true) {
            try {
                return result.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                giveUpIfDue(result, worker);
            } catch (ExecutionException e) {
                throw unwrapped(e);
            } catch (InterruptedException e) {
                abort(new DeploymentAbortedException("the service is ending"));
                giveUpIfDue(result, worker);
                Thread.currentThread().interrupt();
            }
        }
    }

    private static <T> void run(Supplier<T> work, Consumer<T> discard, CompletableFuture<T> result) {
        try {
            T done = work.get();
            if (!result.complete(done)) {
                discard.accept(done);
                log.info("What went on after a deployment was given up has ended");
            }
        } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    private <T> void giveUpIfDue(CompletableFuture<T> result, Thread worker) {
        try {
            check();
        } catch (ActionableException e) {
            if (result.completeExceptionally(e)) {
                worker.interrupt();
            }
        }
    }

    private static RuntimeException unwrapped(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        if (e.getCause() instanceof RuntimeException failure) {
            return failure;
        }
        return new IllegalStateException(e.getCause());
    }
}
