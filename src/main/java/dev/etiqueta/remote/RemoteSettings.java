package dev.etiqueta.remote;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where a remote lies, and how it is read.
 *
 * @param name what the project calls it, for messages
 * @param url as DVC writes it: a scheme with an authority, or the path of a folder, which is absolute
 * @param options the options of {@code dvc remote modify} by their names in DVC, in lower case, such as
 *     {@code endpointurl}; those with paths are absolute
 * @param timeout how long to wait for a connection, and for the next bytes
 */
public record RemoteSettings(String name, String url, Map<String, String> options, Duration timeout) {

    public RemoteSettings {
        options = Map.copyOf(options);
    }

    /** The value of an option; empty where it is not set, or has no text. */
    Optional<String> option(String key) {
        return Optional.ofNullable(options.get(key)).filter(value -> !value.isBlank());
    }

    /** Says nothing of the options, which may be secrets. */
    @Override
    public String toString() {
        return "RemoteSettings[name=%s, options=%s]".formatted(name, options.keySet());
    }
}
