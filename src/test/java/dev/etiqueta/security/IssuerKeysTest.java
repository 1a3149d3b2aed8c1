package dev.etiqueta.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class IssuerKeysTest {

    private final AtomicLong now = new AtomicLong(5);
    private final AtomicInteger fetches = new AtomicInteger();
    private final IssuerKeys keys = new IssuerKeys(now::get);

    private String get() {
        return keys.get("url", () -> "keys " + fetches.incrementAndGet());
    }

    @Test
    void areNotFetchedForEachTokenThatSomebodyHasMadeUp() {
        assertThat(get()).isEqualTo("keys 1");
        for (int i = 0; i < 1000; i++) {
            keys.invalidate();
            assertThat(get()).isEqualTo("keys 1");
        }
        now.addAndGet(Duration.ofSeconds(10).toNanos());
        keys.invalidate();

        assertThat(get()).isEqualTo("keys 2");
        keys.invalidate();
        assertThat(get()).isEqualTo("keys 2");
    }

    @Test
    void areForgottenAfterAWhile() {
        get();
        now.addAndGet(Duration.ofMinutes(5).toNanos() - 1);
        assertThat(get()).isEqualTo("keys 1");
        now.addAndGet(1);
        assertThat(get()).isEqualTo("keys 2");
    }
}
