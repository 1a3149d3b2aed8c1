package dev.etiqueta.security;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ConcurrentLruCache;

/** Lets each client ask so often, and so many times at once. */
public final class ClientLimits {

    /** Of whom something is remembered; then the one who has not asked for longest is forgotten. */
    private static final int MOST_CLIENTS = 10_000;

    private final int rate;
    private final int burst;
    private final int concurrency;
    private final ConcurrentLruCache<String, Client> clients;

    /** What is known of a client. */
    private record Client(@Nullable Bucket bucket, AtomicInteger underWay) {}

    /**
     * Sets limits.
     *
     * @param rate requests of a client in a second, on average; 0 for any
     * @param burst requests that he may send without a pause
     * @param concurrency requests of a client at a time; 0 for any
     */
    public ClientLimits(int rate, int burst, int concurrency) {
        this.rate = rate;
        this.burst = burst;
        this.concurrency = concurrency;
        this.clients = new ConcurrentLruCache<>(MOST_CLIENTS, this::client);
    }

    private Client client(String name) {
        Bucket bucket = rate == 0
                ? null
                : Bucket.builder()
                        .addLimit(limit -> limit.capacity(burst).refillGreedy(rate, Duration.ofSeconds(1)))
                        .build();
        return new Client(bucket, new AtomicInteger());
    }

    /** Whether there is any. */
    public boolean exist() {
        return rate > 0 || concurrency > 0;
    }

    /**
     * Why a client may not ask now.
     *
     * @param detail what to tell him
     * @param seconds after which he may ask again
     */
    public record Excess(String detail, long seconds) {

        private static Excess of(String found, long seconds) {
            return new Excess("%s; ask again in %d s".formatted(found, seconds), seconds);
        }
    }

    /**
     * Counts a request, by what is asked in a second.
     *
     * @return null if the client may ask
     */
    public @Nullable Excess ask(String name) {
        Bucket bucket = clients.get(name).bucket();
        if (bucket == null) {
            return null;
        }
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed()
                ? null
                : Excess.of(
                        "%s has asked more often than %d times a second".formatted(name, rate),
                        seconds(probe.getNanosToWaitForRefill()));
    }

    private static long seconds(long nanos) {
        return Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.SECONDS.toNanos(1) - 1));
    }

    /** A request that is under way, or would be. */
    public final class Work implements AutoCloseable {

        private final AtomicInteger underWay;
        private final @Nullable Excess excess;

        private Work(String name) {
            underWay = clients.get(name).underWay();
            excess = underWay.incrementAndGet() > concurrency && concurrency > 0
                    ? Excess.of("%s has %d requests under way".formatted(name, concurrency), 1)
                    : null;
        }

        /** Null if the client may have it. */
        public @Nullable Excess excess() {
            return excess;
        }

        /** It is under way no more. */
        @Override
        public void close() {
            underWay.decrementAndGet();
        }
    }

    /** Counts a request by what is asked at once, until it is closed. */
    public Work begin(String name) {
        return new Work(name);
    }
}
