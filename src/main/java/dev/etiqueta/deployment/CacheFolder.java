package dev.etiqueta.deployment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses where the cache lies. */
final class CacheFolder {

    private static final Logger log = LoggerFactory.getLogger(CacheFolder.class);
    private static final String NAME = "etiqueta";

    /** Begins the names of caches that a process has for itself. */
    static final String TEMPORARY = NAME + "-cache-";

    private CacheFolder() {}

    /**
     * The configured folder, as it is; else one in the user's cache folder. Where that cannot be written, as in a
     * container whose root file system is read-only, a temporary one of this process.
     */
    static Path of(@Nullable Path configured, Map<String, String> environment, String home) {
        if (configured != null) {
            return configured.toAbsolutePath().normalize();
        }
        return Stream.of(
                        environment.getOrDefault("XDG_CACHE_HOME", ""),
                        cacheOf(home),
                        cacheOf(environment.getOrDefault("HOME", "")))
                .map(Path::of)
                // A user without an entry in the system's list has the home "?".
                .filter(Path::isAbsolute)
                .map(folder -> folder.resolve(NAME))
                .filter(CacheFolder::isWritable)
                .findFirst()
                .orElseGet(CacheFolder::temporary);
    }

    private static String cacheOf(String home) {
        return home.isBlank() ? "" : home + "/.cache";
    }

    /** Whether it can be, judged by the nearest folder that exists: a check should leave nothing behind. */
    private static boolean isWritable(Path folder) {
        Path existing = folder;
        while (existing != null && Files.notExists(existing)) {
            existing = existing.getParent();
        }
        return existing != null && Files.isDirectory(existing) && Files.isWritable(existing);
    }

    private static Path temporary() {
        // Its name cannot be guessed: in a shared folder, somebody else could have made it before.
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"), TEMPORARY + UUID.randomUUID());
        log.debug("There is no cache folder that can be written, so that it is {} and starts empty", temporary);
        return temporary;
    }
}
