package dev.etiqueta.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

class DecodingMemoryTest {

    private static final long MEGABYTE = 1 << 20;

    @Test
    void makesWaitWhatIsTooMuchTogether() throws Exception {
        DecodingMemory memory = new DecodingMemory(3 * MEGABYTE, Duration.ofMinutes(1));
        AtomicInteger atOnce = new AtomicInteger();
        Callable<Integer> decoding = () -> memory.hold(MEGABYTE, () -> {
            int count = atOnce.incrementAndGet();
            Thread.yield();
            atOnce.decrementAndGet();
            return count;
        });

        try (var threads = Executors.newFixedThreadPool(8)) {
            for (Future<Integer> count : threads.invokeAll(Collections.nCopies(1000, decoding))) {
                assertThat(count.get()).isBetween(1, 3);
            }
        }
    }

    @Test
    void letsOneThatIsAloneHaveAllThereIs() {
        DecodingMemory memory = new DecodingMemory(MEGABYTE, Duration.ofMinutes(1));

        assertThat(memory.hold(2 * MEGABYTE, () -> "decoded")).isEqualTo("decoded");
        assertThat(memory.hold(MEGABYTE, () -> "decoded")).isEqualTo("decoded");
    }

    @Test
    void refusesWhatFindsNoRoomInTimeAndLetsSmallOnesThrough() {
        DecodingMemory memory = new DecodingMemory(MEGABYTE, Duration.ofMillis(1));

        String small = memory.hold(MEGABYTE, () -> {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> memory.hold(MEGABYTE, () -> "decoded"))
                    .satisfies(e -> assertThat(e.status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE));
            return memory.hold(28 * 28, () -> "decoded");
        });

        assertThat(small).isEqualTo("decoded");
    }

    @Test
    void freesWhatAFailureHeld() {
        DecodingMemory memory = new DecodingMemory(MEGABYTE, Duration.ofMillis(1));

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> memory.hold(MEGABYTE, () -> {
                    throw new IllegalStateException();
                }));
        assertThat(memory.hold(MEGABYTE, () -> "decoded")).isEqualTo("decoded");
    }
}
