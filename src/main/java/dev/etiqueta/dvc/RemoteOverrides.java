package dev.etiqueta.dvc;

import dev.etiqueta.remote.Boundary;
import dev.etiqueta.remote.Egress;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the place of deployment says of the remote, over what the project's configuration says: credentials, which are
 * in no clone, above all.
 *
 * @param name the remote to read from; null for the one that the output or the project names
 * @param url in place of the remote's; null for the project's
 * @param options of {@code dvc remote modify}, in place of the project's; in their names, dots and dashes count as
 *     underscores
 * @param egress which servers may be asked
 * @param externalCredentials whether files of credentials may have others asked for them, see {@link Boundary}
 */
public record RemoteOverrides(
        @Nullable String name,
        @Nullable String url,
        Map<String, String> options,
        Egress egress,
        boolean externalCredentials) {

    /** Nothing but what the project says. */
    public static final RemoteOverrides NONE = new RemoteOverrides(null, null, Map.of());

    /** With the usual limits. */
    public RemoteOverrides(@Nullable String name, @Nullable String url, Map<String, String> options) {
        this(name, url, options, Egress.USUAL, false);
    }

    public RemoteOverrides {
        Map<String, String> normalized = new HashMap<>();
        options.forEach((key, value) -> {
            // An environment variable that is empty is one that is not set.
            if (!value.isBlank()) {
                normalized.put(key.toLowerCase(Locale.ROOT).replace('.', '_').replace('-', '_'), value);
            }
        });
        options = Map.copyOf(normalized);
    }

    /** Says nothing of the options, which may be secrets. */
    @Override
    public String toString() {
        return "RemoteOverrides[name=%s, options=%s]".formatted(name, options.keySet());
    }
}
