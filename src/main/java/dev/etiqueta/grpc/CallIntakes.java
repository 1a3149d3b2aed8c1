package dev.etiqueta.grpc;

import dev.etiqueta.server.ClientMemory;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** All calls whose messages may be on their way. */
final class CallIntakes extends ServerStreamTracer.Factory implements AutoCloseable {

    private static final long SWEEP_MILLIS = 200;

    private final ClientMemory memory;
    private final Set<CallIntake> open = ConcurrentHashMap.newKeySet();
    private final ScheduledFuture<?> sweeping;
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("grpc-sweep").daemon().factory());

    /** @param time for a message to arrive */
    CallIntakes(ClientMemory memory, Duration time) {
        this.memory = memory;
        long limit = time.toNanos();
        sweeping =
                sweeper.scheduleWithFixedDelay(() -> sweep(limit), SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
        CallIntake intake = new CallIntake(this, memory, InferenceGrpcService.isStream(fullMethodName));
        open.add(intake);
        return intake;
    }

    void remove(CallIntake intake) {
        open.remove(intake);
    }

    private void sweep(long limit) {
        long now = System.nanoTime();
        open.forEach(intake -> intake.sweep(now, limit));
    }

    @Override
    public void close() {
        sweeping.cancel(false);
        sweeper.shutdown();
    }
}
