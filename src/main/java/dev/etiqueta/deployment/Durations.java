package dev.etiqueta.deployment;

import java.time.Duration;

/** Checks of times that are configured. */
final class Durations {

    private Durations() {}

    /** @throws IllegalArgumentException if it is not between a millisecond and a day */
    static void requirePositive(String property, Duration duration) {
        if (duration.toMillis() < 1 || duration.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("%s is %s, expected between 1ms and 1d".formatted(property, duration));
        }
    }
}
