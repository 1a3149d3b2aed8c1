package dev.etiqueta.deployment;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is said of the DVC remote over what the project's configuration says.
 *
 * @param name the remote to read from; where it is not set, the one that the output or the project names
 * @param url in place of the remote's
 * @param options of {@code dvc remote modify} by their names in DVC, such as {@code access_key_id}
 * @param timeout how long to wait for a connection, and for the next bytes
 */
@ConfigurationProperties(prefix = RemoteProperties.PREFIX, ignoreUnknownFields = false)
record RemoteProperties(
        @Nullable String name,
        @Nullable String url,
        @DefaultValue Map<String, String> options,
        @DefaultValue("10s") Duration timeout) {

    static final String PREFIX = "etiqueta.remote";

    /** @throws IllegalArgumentException for a time that is none */
    RemoteProperties {
        name = Texts.blankToNull(name);
        url = Texts.blankToNull(url);
        Durations.requirePositive(PREFIX + ".timeout", timeout);
    }

    /** Says nothing of what may be secret. */
    @Override
    public String toString() {
        return "RemoteProperties[name=%s, options=%s]".formatted(name, options.keySet());
    }
}
