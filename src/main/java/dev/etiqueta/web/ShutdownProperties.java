package dev.etiqueta.web;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the service stops.
 *
 * @param drain how long it still answers after it was told to stop, for clients and load balancers to leave
 */
@ConfigurationProperties(prefix = "etiqueta.shutdown", ignoreUnknownFields = false)
record ShutdownProperties(@DefaultValue("0s") Duration drain) {

    /** @throws IllegalArgumentException for a negative time */
    ShutdownProperties {
        if (drain.isNegative()) {
            throw new IllegalArgumentException(
                    "etiqueta.shutdown.drain is %s: give how long to wait, or 0s".formatted(drain));
        }
    }
}
