package dev.etiqueta.deployment;

import dev.etiqueta.remote.Egress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * @param allowedHosts servers that may be asked, and that redirects may lead to: {@code host}, {@code *.domain}, each
 *     with or without {@code :port}; where it is not set, any but those of this machine's own network, and no redirects
 * @param allowedSchemes types of remotes that may be read, such as {@code s3}; where it is not set, all
 * @param allowExternalCredentials whether files of credentials may name processes, files and addresses that have them
 */
@ConfigurationProperties(prefix = RemoteProperties.PREFIX, ignoreUnknownFields = false)
record RemoteProperties(
        @Nullable String name,
        @Nullable String url,
        @DefaultValue Map<String, String> options,
        @DefaultValue("10s") Duration timeout,
        @DefaultValue List<String> allowedHosts,
        @DefaultValue Set<String> allowedSchemes,
        @DefaultValue("false") boolean allowExternalCredentials) {

    static final String PREFIX = "etiqueta.remote";

    /** @throws IllegalArgumentException for a time that is none, or a host that is none */
    RemoteProperties {
        name = Texts.blankToNull(name);
        url = Texts.blankToNull(url);
        Durations.requirePositive(PREFIX + ".timeout", timeout);
        allowedHosts = List.copyOf(allowedHosts);
        allowedSchemes = Set.copyOf(allowedSchemes);
        Egress.of(allowedHosts, allowedSchemes);
    }

    Egress egress() {
        return Egress.of(allowedHosts, allowedSchemes);
    }

    /** Says nothing of what may be secret. */
    @Override
    public String toString() {
        return "RemoteProperties[name=%s, options=%s]".formatted(name, options.keySet());
    }
}
