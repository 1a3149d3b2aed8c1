package dev.etiqueta.dvc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DvcProjectTest {

    @TempDir
    private Path root;

    private DvcProjectFixture project;

    @BeforeEach
    void fill() {
        project = new DvcProjectFixture(root)
                .file("a.bin", "hello\n".getBytes(UTF_8))
                .file("sub/b.txt", "x\r\ny\r\n".getBytes(UTF_8));
    }

    @Test
    void readsADirectoryWithTheDigestsOfDvcItself() throws IOException {
        TrackedFiles tracked = read(project.write());

        // Of the same two files the real DVC makes this very digest.
        assertThat(tracked.digest().hex()).isEqualTo("73d63decae23b32181f8713eb2245678");
        assertThat(tracked.files()).extracting(TrackedFile::path).containsExactly("a.bin", "sub/b.txt");
        assertThat(tracked.files().getFirst().digest().hex()).isEqualTo("b1946ac92492d2347c6235b4d2611184");
        assertThat(tracked.files().getFirst().content()).asString().isEqualTo("hello\n");
    }

    @Test
    void readsWhatTheRealDvcWroteIntoThisRepository() {
        TrackedFiles tracked = read(Path.of("models.dvc"));

        assertThat(tracked.files())
                .extracting(TrackedFile::path)
                .containsExactly(
                        "binary_classifier_3.onnx",
                        "binary_classifier_3.yaml",
                        "digit_classifier.onnx",
                        "digit_classifier.yaml");
    }

    @Test
    void readsTheSameFromTheJarAsFromTheWorkingTree() {
        TrackedFiles packed = new PackedProject(DvcProject.class.getClassLoader(), "dvc").read("models.dvc");

        assertThat(packed.digest()).isEqualTo(read(Path.of("models.dvc")).digest());
    }

    @Test
    void readsASingleFile() throws IOException {
        project.write();
        Path single = Files.writeString(
                root.resolve("a.bin.dvc"),
                "outs:\n- md5: b1946ac92492d2347c6235b4d2611184\n  size: 6\n  hash: md5\n  path: a.bin\n");

        assertThat(read(single).files()).extracting(TrackedFile::path).containsExactly("a.bin");
    }

    @Test
    void findsTheProjectOfAFileInASubdirectory() throws IOException {
        Path models = project.write();
        Path below = Files.createDirectories(root.resolve("teams/vision")).resolve("models.dvc");
        Files.copy(models, below);

        assertThat(read(below).files()).hasSize(2);
    }

    @Test
    void refusesAnObjectWithAnyByteChanged() throws IOException {
        Path models = project.write();
        Path object = project.object("a.bin");
        byte[] content = Files.readAllBytes(object);
        for (int i = 0; i < content.length; i++) {
            byte[] changed = content.clone();
            changed[i] ^= 1;
            Files.write(object, changed);
            assertThatExceptionOfType(DvcException.class)
                    .isThrownBy(() -> read(models))
                    .withMessageContaining("models/a.bin is corrupt")
                    .withMessageContaining("b1946ac92492d2347c6235b4d2611184");
        }
    }

    @Test
    void refusesAListingThatWasChanged() throws IOException {
        Path models = project.write();
        Path listing = root.resolve("store/files/md5/73/d63decae23b32181f8713eb2245678.dir");
        Files.writeString(listing, Files.readString(listing).replace("a.bin", "c.bin"));

        assertThatExceptionOfType(DvcException.class)
                .isThrownBy(() -> read(models))
                .withMessageContaining("models is corrupt");
    }

    @Test
    void asksForAForgottenPush() throws IOException {
        Path models = project.write();
        Files.delete(project.object("sub/b.txt"));

        assertThatExceptionOfType(DvcException.class)
                .isThrownBy(() -> read(models))
                .withMessageContaining("does not have models/sub/b.txt")
                .satisfies(e -> assertThat(e.action()).contains("dvc push"));
    }

    @Test
    void saysThatThereIsNoProject(@TempDir Path elsewhere) throws IOException {
        Path models = Files.copy(project.write(), elsewhere.resolve("models.dvc"));

        assertThatExceptionOfType(DvcException.class)
                .isThrownBy(() -> read(models))
                .withMessageContaining("no folder above it has a .dvc/config");
    }

    @Test
    void saysThatAFileDoesNotExist() {
        assertThatExceptionOfType(DvcException.class)
                .isThrownBy(() -> read(root.resolve("nothing.dvc")))
                .withMessageContaining("nothing.dvc does not exist");
    }

    @Test
    void saysThatThereIsNoDefaultRemote() throws IOException {
        Path models = project.write();
        Files.writeString(root.resolve(".dvc/config"), "");

        assertThatExceptionOfType(DvcException.class)
                .isThrownBy(() -> read(models))
                .withMessageContaining("no default remote");
    }

    /** Lists and reads all files, as a deployment does. */
    private static TrackedFiles read(Path path) {
        TrackedFiles tracked = DvcProject.around(path)
                .read(new ReadSettings(RemoteOverrides.NONE, Duration.ofSeconds(10), Duration.ofSeconds(10), null));
        tracked.files().forEach(TrackedFile::content);
        return tracked;
    }
}
