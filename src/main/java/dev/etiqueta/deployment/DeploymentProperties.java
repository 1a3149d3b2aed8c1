package dev.etiqueta.deployment;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a revision gets served.
 *
 * @param timeout how long all its files may take to arrive
 * @param pollInterval how often to look whether the configured revision, a branch or a pattern of tags, means another
 *     commit by now; where it is not set, never
 */
@ConfigurationProperties(prefix = DeploymentProperties.PREFIX, ignoreUnknownFields = false)
record DeploymentProperties(
        @DefaultValue("5m") Duration timeout, @Nullable Duration pollInterval) {

    static final String PREFIX = "etiqueta.deployment";

    /** @throws IllegalArgumentException for a time that is none */
    DeploymentProperties {
        Durations.requirePositive(PREFIX + ".timeout", timeout);
        if (pollInterval != null) {
            Durations.requirePositive(PREFIX + ".poll-interval", pollInterval);
        }
    }
}
