package dev.etiqueta.feedback;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which predictions are remembered, so that feedback can be given.
 *
 * @param capacity how many; 0 for none
 * @param retention for how long
 */
@ConfigurationProperties(prefix = "etiqueta.feedback", ignoreUnknownFields = false)
record FeedbackProperties(
        @DefaultValue("100000") int capacity,
        @DefaultValue("1h") Duration retention) {

    /** Takes a gigabyte. */
    private static final int MAX_CAPACITY = 10_000_000;

    private static final Duration MAX_RETENTION = Duration.ofDays(365);

    /** @throws IllegalArgumentException for more than can be kept */
    FeedbackProperties {
        if (capacity < 0 || capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException(
                    "etiqueta.feedback.capacity is %d, expected 0 to %d".formatted(capacity, MAX_CAPACITY));
        }
        if (!retention.isPositive() || retention.compareTo(MAX_RETENTION) > 0) {
            throw new IllegalArgumentException(
                    "etiqueta.feedback.retention is %s, expected more than nothing and at most 365 days"
                            .formatted(retention));
        }
    }
}
