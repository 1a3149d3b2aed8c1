package dev.etiqueta.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LineLimitTest {

    @Test
    void letsSoManyLinesInAndCountsTheOthers() {
        LineLimit limit = new LineLimit(2, Duration.ofDays(1));

        assertThat(limit.take()).isZero();
        assertThat(limit.take()).isZero();
        assertThat(limit.take()).isNegative();
        assertThat(limit.take()).isNegative();
    }

    @Test
    void saysInTheNextPeriodHowManyAreMissing() {
        LineLimit limit = new LineLimit(1, Duration.ofMillis(100));
        limit.take();
        long[] refused = {0};

        await().until(() -> {
            long missing = limit.take();
            if (missing < 0) {
                refused[0]++;
                return false;
            }
            return missing == refused[0];
        });
    }
}
