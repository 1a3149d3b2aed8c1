package dev.etiqueta.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.etiqueta.model.Deadline;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MemoryShareTest {

    private static final long MEGABYTE = 1 << 20;

    private static final Deadline PATIENT = Deadline.never();

    @Test
    void makesWaitWhatIsTooMuchTogether() throws Exception {
        MemoryShare memory = new MemoryShare(3 * MEGABYTE);
        AtomicInteger atOnce = new AtomicInteger();
        Callable<Integer> decoding = () -> memory.hold(MEGABYTE, PATIENT, () -> {
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
        MemoryShare memory = new MemoryShare(MEGABYTE);

        assertThat(memory.hold(2 * MEGABYTE, PATIENT, () -> "decoded")).isEqualTo("decoded");
        assertThat(memory.hold(MEGABYTE, PATIENT, () -> "decoded")).isEqualTo("decoded");
    }

    @Test
    void refusesWhatFindsNoRoomInTimeAndLetsSmallOnesThrough() {
        MemoryShare memory = new MemoryShare(MEGABYTE);

        String small = memory.hold(MEGABYTE, PATIENT, () -> {
            assertThatExceptionOfType(RequestException.class)
                    .isThrownBy(() -> memory.hold(MEGABYTE, Deadline.after(Duration.ofMillis(1)), () -> "decoded"))
                    .satisfies(e -> assertThat(e.fault()).isEqualTo(Fault.UNAVAILABLE));
            return memory.hold(28 * 28, PATIENT, () -> "decoded");
        });

        assertThat(small).isEqualTo("decoded");
    }

    @Test
    void freesWhatAFailureHeld() {
        MemoryShare memory = new MemoryShare(MEGABYTE);

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> memory.hold(MEGABYTE, PATIENT, () -> {
                    throw new IllegalStateException();
                }));
        assertThat(memory.hold(MEGABYTE, PATIENT, () -> "decoded")).isEqualTo("decoded");
    }
}
