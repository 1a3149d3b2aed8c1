package dev.etiqueta.deployment;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How a revision gets served.
 *
 * @param timeout how long all of it may take: to fetch, prove and load
 * @param pollInterval how often to look whether the configured revision, a branch or a pattern of tags, means another
 *     commit by now; where it is not set, never
 * @param onFailure whether a model that cannot be served keeps the others of its revision from being served
 * @param proof how a model proves itself before it is loaded beside those that serve
 */
@ConfigurationProperties(prefix = DeploymentProperties.PREFIX, ignoreUnknownFields = false)
record DeploymentProperties(
        @DefaultValue("5m") Duration timeout,
        @Nullable Duration pollInterval,
        @DefaultValue("refuse") OnFailure onFailure,
        @DefaultValue Proof proof) {

    static final String PREFIX = "etiqueta.deployment";

    /** @throws IllegalArgumentException for a time that is none */
    DeploymentProperties {
        Durations.requirePositive(PREFIX + ".timeout", timeout);
        if (pollInterval != null) {
            Durations.requirePositive(PREFIX + ".poll-interval", pollInterval);
        }
    }

    /**
     * The proof.
     *
     * @param enabled whether it is made in a process of its own
     * @param maxMemory what that process may take; where it is not set, 256 MB and eight times the model's size, within
     *     three quarters of what is free
     */
    record Proof(
            @DefaultValue("true") boolean enabled, @Nullable DataSize maxMemory) {

        /** @throws IllegalArgumentException for a size in which nothing can be proved */
        Proof {
            if (maxMemory != null && maxMemory.toMegabytes() < 64) {
                throw new IllegalArgumentException(
                        "%s.proof.max-memory is %s, expected at least 64MB".formatted(PREFIX, maxMemory));
            }
        }
    }
}
