package dev.etiqueta.dvc;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files that options name. What lies in the cache, somebody has pushed: it is never one of them. */
final class ConfigurationFiles {

    /** Where the vendors' clients look for files, too. */
    private static final Set<String> VARIABLES = Set.of(
            "AWS_CONFIG_FILE",
            "AWS_SHARED_CREDENTIALS_FILE",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "GOOGLE_APPLICATION_CREDENTIALS",
            "AZURE_FEDERATED_TOKEN_FILE");

    private ConfigurationFiles() {}

    /** @throws DvcException if a file lies in the cache, by its name or by where a link leads */
    static void requireOutsideOf(
            @Nullable ObjectCache cache, Map<String, RemoteOption> options, Map<String, String> environment) {
        if (cache == null) {
            return;
        }
        Path folder = real(cache.folder());
        options.forEach((key, option) -> {
            if (ConfigLevel.isPath(key, option.value())) {
                requireOutsideOf(folder, key, option.value());
            }
        });
        VARIABLES.forEach(name -> requireOutsideOf(folder, name, environment.getOrDefault(name, "/")));
    }

    private static void requireOutsideOf(Path cache, String name, String file) {
        try {
            Path path = Path.of(ConfigLevel.home(file)).toAbsolutePath().normalize();
            if (Stream.of(path, real(path)).anyMatch(place -> place.startsWith(cache))) {
                throw new DvcException(
                        "%s names a file in the cache of fetched objects".formatted(name),
                        "Name a file of your own: whoever may push has written those.");
            }
        } catch (InvalidPathException e) {
            // Whoever reads it says that it is no path.
        }
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }
}
