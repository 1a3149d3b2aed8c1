package dev.etiqueta.security;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.concurrent.ConcurrentMapCache;

/**
 * The keys of an issuer of JSON web tokens, as Spring Security keeps them. A token with a key that is not known has them
 * fetched again, and any stranger can make one up: so that is done seldom. What the issuer has withdrawn is forgotten after a
 * while, whatever comes.
 */
final class IssuerKeys extends ConcurrentMapCache {

    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** Until a new key of the issuer counts, where an unknown one was asked for just before. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;
    private @Nullable Long fetched;

    /** @param nanoTime as {@link System#nanoTime} */
    IssuerKeys(LongSupplier nanoTime) {
        super("issuer-keys");
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized <T> @Nullable T get(Object key, Callable<T> fetch) {
        if (isOlderThan(LONGEST)) {
            clear();
        }
        return super.get(key, () -> {
            fetched = nanoTime.getAsLong();
            return fetch.call();
        });
    }

    /** A key is asked for that is not among them. */
    @Override
    public synchronized boolean invalidate() {
        return isOlderThan(PAUSE) && super.invalidate();
    }

    private boolean isOlderThan(Duration age) {
        return fetched != null && nanoTime.getAsLong() - fetched >= age.toNanos();
    }
}
