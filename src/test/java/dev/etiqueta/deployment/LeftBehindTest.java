package dev.etiqueta.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftBehindTest {

    private static final String LOCK = UUID.randomUUID() + "-" + UUID.randomUUID() + ".lock";

    @TempDir
    private Path temporary;

    @Test
    void deletesCachesOfDeadProcesses() throws IOException {
        Path cache = old(cache());

        LeftBehind.sweep(temporary);

        assertThat(cache).doesNotExist();
    }

    @Test
    void leavesACacheThatIsBeingMade() throws IOException {
        Path cache = cache();

        LeftBehind.sweep(temporary);

        assertThat(cache).exists();
    }

    @Test
    void leavesOtherFoldersAndWhatLinksLeadTo() throws IOException {
        Path other = old(Files.createDirectories(temporary.resolve("etiqueta-cache-of-mine")));
        Path target = Files.createDirectories(temporary.resolve("target"));
        Files.createSymbolicLink(temporary.resolve("etiqueta-cache-" + UUID.randomUUID()), target);
        Path inside = Files.createSymbolicLink(cache().resolve("link"), target);
        old(inside.getParent());

        LeftBehind.sweep(temporary);

        assertThat(other).exists();
        assertThat(target).exists();
        assertThat(inside).doesNotExist();
    }

    @Test
    void leavesCachesOfLiveProcesses() throws Exception {
        Path cache = cache();
        Path lock = Files.createFile(
                Files.createDirectories(cache.resolve("in-use")).resolve(LOCK));
        old(cache);
        // A lock of this very process would tell nothing.
        Process neighbour = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Neighbour.class.getName(),
                        lock.toString())
                .start();
        try {
            assertThat(neighbour.getInputStream().read()).isEqualTo('!');

            LeftBehind.sweep(temporary);
            assertThat(cache).exists();
        } finally {
            neighbour.destroyForcibly().waitFor();
        }
        LeftBehind.sweep(temporary);
        assertThat(cache).doesNotExist();
    }

    @Test
    void deletesNativeLibrariesThatNoProcessUses() throws IOException {
        Path libraries = old(Files.createDirectories(temporary.resolve("onnxruntime-java123")));

        LeftBehind.sweep(temporary);

        assertThat(libraries).doesNotExist();
    }

    @Test
    void deletesFoldersOfWebServersWhoseProcessesHaveEnded() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Path dead = old(Files.createDirectories(temporary.resolve("etiqueta-server-%d-1/root".formatted(ended.pid())))
                .getParent());
        Path alive = old(Files.createDirectories(temporary.resolve(
                "etiqueta-server-%d-1".formatted(ProcessHandle.current().pid()))));

        LeftBehind.sweep(temporary);

        assertThat(dead).doesNotExist();
        assertThat(alive).exists();
    }

    /** A process that uses a cache. */
    static final class Neighbour {

        public static void main(String[] arguments) throws IOException {
            try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE)) {
                channel.lock();
                // Tells the test that it holds the lock.
                System.out.write('!');
                System.out.flush();
                System.in.read();
            }
        }
    }

    private Path cache() throws IOException {
        return Files.createDirectories(temporary.resolve("etiqueta-cache-" + UUID.randomUUID()));
    }

    private static Path old(Path folder) throws IOException {
        return Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    }
}
