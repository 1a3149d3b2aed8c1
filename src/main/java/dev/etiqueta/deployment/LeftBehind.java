package dev.etiqueta.deployment;

import dev.etiqueta.dvc.ObjectCache;
import dev.etiqueta.server.ServerFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * What this program leaves in the folder for temporary files when it is killed: caches, the native libraries that
 * the ONNX runtime unpacks, and the web server's folders. Only what this user owns, and no live process uses, is deleted.
 */
final class LeftBehind {

    private static final Logger log = LoggerFactory.getLogger(LeftBehind.class);

    private static final Pattern CACHE = Pattern.compile(CacheFolder.TEMPORARY + "[0-9a-f-]{36}");
    private static final Pattern LIBRARIES = Pattern.compile("onnxruntime-java\\d+");

    /** A process that has just made one may not use it yet. */
    private static final Duration SETTLED = Duration.ofMinutes(1);

    private LeftBehind() {}

    static void sweep(Path temporary) {
        try {
            ObjectCache.sweepAbandoned(own(temporary, CACHE));
            sweepLibraries(own(temporary, LIBRARIES));
            ServerFolder.sweep(own(temporary, ServerFolder.NAME));
        } catch (IOException e) {
            log.debug("{} cannot be swept: {}", temporary, e.toString());
        }
    }

    private static void sweepLibraries(List<Path> folders) throws IOException {
        // Only Linux tells which files processes have mapped.
        if (folders.isEmpty() || !Files.isDirectory(Path.of("/proc/self"))) {
            return;
        }
        String mapped = mappedFiles();
        for (Path folder : folders) {
            if (!mapped.contains(folder + "/")) {
                FileSystemUtils.deleteRecursively(folder);
            }
        }
    }

    /** Of all processes that this user may look at: of the others, there is nothing of this user. */
    private static String mappedFiles() throws IOException {
        StringBuilder mapped = new StringBuilder();
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path maps : processes.map(process -> process.resolve("maps")).toList()) {
                try (Stream<String> lines = Files.lines(maps)) {
                    lines.filter(line -> line.contains("onnxruntime-java"))
                            .forEach(line -> mapped.append(line).append('\n'));
                } catch (IOException | UncheckedIOException e) {
                    // Another user's process, one that has ended, or no process.
                }
            }
        }
        return mapped.toString();
    }

    /** Real folders of this user with such a name: in a shared folder, a neighbour may put a link there. */
    private static List<Path> own(Path temporary, Pattern name) throws IOException {
        Instant settled = Instant.now().minus(SETTLED);
        String user = user();
        try (Stream<Path> found = Files.list(temporary)) {
            return found.filter(
                            path -> name.matcher(path.getFileName().toString()).matches())
                    .filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .filter(path -> isOlder(path, settled) && isOwn(path, user))
                    .toList();
        }
    }

    /** In a container it may have no name, only a number. */
    private static String user() {
        try {
            return Files.getOwner(Path.of("/proc/self")).getName();
        } catch (IOException | UnsupportedOperationException e) {
            return System.getProperty("user.name");
        }
    }

    private static boolean isOlder(Path path, Instant than) {
        try {
            return Files.getLastModifiedTime(path).toInstant().isBefore(than);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isOwn(Path path, String user) {
        try {
            return Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName().equals(user);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
