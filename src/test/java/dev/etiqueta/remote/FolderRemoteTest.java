package dev.etiqueta.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.etiqueta.failure.ActionableException;
import dev.etiqueta.remote.RemoteException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderRemoteTest {

    @TempDir
    private Path folder;

    @Test
    void readsAFile() throws IOException {
        Files.createDirectories(folder.resolve("files/md5"));
        Files.writeString(folder.resolve("files/md5/d3"), "hello");
        assertThat(read(remote(folder.toString()), "files/md5/d3")).isEqualTo("hello");
        assertThat(read(remote("file://" + folder), "files/md5/d3")).isEqualTo("hello");
    }

    @Test
    void namesTheFileInMessages() {
        assertThat(remote(folder.toString()).address("files/md5/d3"))
                .isEqualTo(folder.resolve("files/md5/d3").toString());
    }

    @Test
    void tellsAMissingFileFromAMissingFolder() {
        RemoteException file = failure(remote(folder.toString()), "a/b");
        assertThat(file.reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(file.address()).isEqualTo(folder.resolve("a/b").toString());
        RemoteException root = failure(remote(folder.resolve("gone").toString()), "a/b");
        assertThat(root.reason()).isEqualTo(Reason.FAILED);
        assertThat(root).hasMessage("there is no folder " + folder.resolve("gone"));
    }

    @Test
    void refusesADirectoryInPlaceOfAFile() throws IOException {
        Files.createDirectory(folder.resolve("a"));
        RemoteException failure = failure(remote(folder.toString()), "a");
        assertThat(failure.reason()).isEqualTo(Reason.FAILED);
        assertThat(failure).hasMessage("is a directory");
    }

    @Test
    void findsNothingBelowAFile() throws IOException {
        Files.writeString(folder.resolve("a"), "x");
        assertThat(failure(remote(folder.toString()), "a/b").reason()).isEqualTo(Reason.NOT_FOUND);
        assertThat(failure(remote(folder + "/a"), "b").reason()).isEqualTo(Reason.FAILED);
    }

    @Test
    void followsLinksAndTellsOfThoseThatLeadNowhere() throws IOException {
        Files.writeString(folder.resolve("a"), "x");
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("a"));
        Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("gone"));
        Files.createSymbolicLink(folder.resolve("loop"), folder.resolve("loop"));
        Remote remote = remote(folder.toString());
        assertThat(read(remote, "link")).isEqualTo("x");
        assertThat(failure(remote, "dangling"))
                .hasMessageContaining("link")
                .extracting(RemoteException::reason)
                .isEqualTo(Reason.FAILED);
        assertThat(failure(remote, "loop").reason()).isEqualTo(Reason.FAILED);
    }

    @Test
    void tellsOfAFileThatThisUserMayNotRead() {
        Path file = folder.resolve("a");
        RemoteException failure = new FolderRemote(folder).unopened(file, new AccessDeniedException(file.toString()));
        assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../a", "a/../../b", "/etc/passwd", "a//b", "", ".", "a/.", "a\\..\\b", "a\0b"})
    void refusesAPathThatLeavesTheRoot(String path) {
        assertThatThrownBy(() -> remote(folder.toString()).open(path)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"relative/folder", "file://folder", "s3:no-slashes", "", "/a\0b"})
    void refusesARootThatIsNoAbsolutePath(String url) {
        assertThatThrownBy(() -> remote(url))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("url")
                .hasMessageContaining("storage");
    }

    private static Remote remote(String url) {
        return Remotes.open(new RemoteSettings("storage", url, Map.of(), Duration.ofSeconds(1)));
    }

    private static RemoteException failure(Remote remote, String path) {
        return catchThrowableOfType(RemoteException.class, () -> remote.open(path));
    }

    private static String read(Remote remote, String path) throws IOException {
        try (InputStream in = remote.open(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
