package dev.etiqueta;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Asks the same at a fixed pace, whether the last answer is there or not: what the server makes wait is measured from the
 * time at which it was due.
 */
final class Pulse implements AutoCloseable {

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Beat> beats = new ConcurrentLinkedQueue<>();

    /**
     * An answer.
     *
     * @param outcome a status, or what else came
     */
    record Beat(String outcome, Duration time) {}

    /** Begins. */
    Pulse(Duration every, Callable<Integer> request) {
        clock.scheduleAtFixedRate(
                () -> {
                    long due = System.nanoTime();
                    threads.execute(() -> beats.add(beat(request, due)));
                },
                0,
                every.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    private static Beat beat(Callable<Integer> request, long due) {
        String outcome;
        try {
            outcome = request.call().toString();
        } catch (Exception e) {
            outcome = e.toString();
        }
        return new Beat(outcome, Duration.ofNanos(System.nanoTime() - due));
    }

    /** Ends, when the last answer is there. */
    Pulse stop() {
        clock.shutdownNow();
        threads.close();
        return this;
    }

    List<Beat> beats() {
        return List.copyOf(beats);
    }

    /** Within which that share of the answers came. */
    Duration percentile(double share) {
        List<Duration> sorted = beats.stream().map(Beat::time).sorted().toList();
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(sorted.size() * share)));
    }

    /** The times, and what came instead of an answer. */
    String summary() {
        return "%d answers, p50 %d ms, p99 %d ms, longest %d ms, other than 200: %s"
                .formatted(
                        beats.size(),
                        percentile(0.5).toMillis(),
                        percentile(0.99).toMillis(),
                        percentile(1).toMillis(),
                        beats.stream()
                                .filter(beat -> !beat.outcome().equals("200"))
                                .limit(5)
                                .toList());
    }

    @Override
    public void close() {
        clock.shutdownNow();
        threads.shutdownNow();
    }
}
