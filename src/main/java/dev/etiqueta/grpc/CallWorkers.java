package dev.etiqueta.grpc;

import dev.etiqueta.server.RequestId;
import io.grpc.Context;
import io.grpc.Status;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.MDC;

/**
 * The threads of calls: some that ask models, of which there are few as there are few processors, and others, so that
 * probes are answered, and messages refused, while all of those are busy.
 */
final class CallWorkers implements AutoCloseable {

    /** As many as HTTP has places; more would only share the processors. */
    private static final int THREADS = 2 * Runtime.getRuntime().availableProcessors();

    private static final int MOST_WAITING = 2048;

    private final ExecutorService models = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().name("grpc-model-", 0).factory());

    private final ExecutorService others = Executors.newFixedThreadPool(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().name("grpc-", 0).factory());

    /** For all but what asks models. */
    Executor others() {
        return others;
    }

    /**
     * Asks a model, on a thread for that.
     *
     * @throws io.grpc.StatusRuntimeException if too many others wait
     */
    void ask(Call call, Runnable work) {
        Runnable inContext = Context.current().wrap(work);
        try {
            models.execute(() -> {
                MDC.put(RequestId.LOG_FIELD, call.id());
                try {
                    inContext.run();
                } finally {
                    MDC.remove(RequestId.LOG_FIELD);
                }
            });
        } catch (RejectedExecutionException e) {
            throw Status.UNAVAILABLE
                    .withDescription("too many requests wait for their turn; try again in a moment")
                    .asRuntimeException(CallStatus.pushback(1));
        }
    }

    @Override
    public void close() {
        models.shutdown();
        others.shutdown();
    }
}
