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
 * @param boundary what the deployer allows it
 */
public record RemoteSettings(
        String name, String url, Map<String, String> options, Duration timeout, Boundary boundary) {

    public RemoteSettings {
        options = Map.copyOf(options);
    }

    /** Of a remote that the deployer has named himself. */
    public RemoteSettings(String name, String url, Map<String, String> options, Duration timeout) {
        this(name, url, options, timeout, Boundary.DEPLOYER);
    }

    /** The same remote in another place. */
    public RemoteSettings at(String place) {
        return new RemoteSettings(name, place, options, timeout, boundary);
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
