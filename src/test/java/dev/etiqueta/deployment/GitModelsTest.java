package dev.etiqueta.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.etiqueta.RepositoryFixture;
import dev.etiqueta.dvc.TrackedFile;
import dev.etiqueta.failure.ActionableException;
import dev.etiqueta.failure.Blame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.FileSystemUtils;

/** Revisions of repositories that the real DVC wrote. */
class GitModelsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "v1, v1, 96fe4e1294919382d1080c57e7caa60d",
        "v2, v2, 03eff2e4808c34dec3eb0b2686f8a345",
        "refs/tags/v2, v2, 03eff2e4808c34dec3eb0b2686f8a345",
        "4f4cf81cf5090d06b20665ec8964eb3de1c57c3f, v1.9.0, 96fe4e1294919382d1080c57e7caa60d",
        "4f4cf81, v1.9.0, 96fe4e1294919382d1080c57e7caa60d",
        "main, 55be317, 03eff2e4808c34dec3eb0b2686f8a345",
        ", 55be317, 03eff2e4808c34dec3eb0b2686f8a345",
        "digits@v*, digits@v1.0.0, 96fe4e1294919382d1080c57e7caa60d",
        "v*, v2, 03eff2e4808c34dec3eb0b2686f8a345",
    })
    void namesTheVersionByTheTagElseByTheCommit(String revision, String version, String digest) throws IOException {
        RepositoryFixture fixture = RepositoryFixture.unpack("dvc3", folder);

        try (ModelRepository repository = open(fixture, "store");
                Release release = repository.fetch(revision)) {
            assertThat(release.revision().version()).isEqualTo(version);
            assertThat(release.revision().digest()).isEqualTo(digest);
            assertThat(release.files().files())
                    .extracting(TrackedFile::path)
                    .containsExactly("bright.onnx", "bright.yaml", "colors.onnx", "colors.yaml");
            release.files().files().forEach(TrackedFile::content);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "dvc3, store, v2, names, 5",
        "dvc3, store, v2, models, 4",
        "dvc3, store, v2, models/bright.onnx, 1",
        "dvc3, store, v2, single.onnx.dvc, 1",
        "dvc3, other, v2, backup-model.onnx, 1",
        "dvc3, store, v2, count.json, 1",
        "dvc2, store, v1, single.onnx.dvc, 1",
        "dvc2, store, v1, notes.txt, 1",
        "dvc2, store, v1, data, 5",
        "dvc2, store, mixed, models.dvc, 4",
        "dvc2, store, mixed, data.dvc, 5",
        "subdir, store, v1, teams/vision/models.dvc, 4",
        "subdir, store, v1, teams/vision/shared/gather.onnx, 1",
        "subdir, other, v1, teams/audio/models, 1",
        "pipeline, store, v1, models, 4",
        "pipeline, store, v1, build/packed.onnx, 1",
        "pipeline, store, v1, cards/bright.yaml, 1",
        "pipeline, other, v1, archive.onnx, 1",
        "pipeline, store, v1, size.txt, 1",
        "imported, store, v1, own.onnx.dvc, 1",
        "imported, store, v1, colors.yaml, 1",
        "public2x, store, public, get-started-mnist/raw/t10k-labels-idx1-ubyte.gz, 1",
    })
    void readsWhatDvcTracks(String name, String store, String revision, String path, int files) throws IOException {
        RepositoryFixture fixture = RepositoryFixture.unpack(name, folder);

        try (ModelRepository repository = open(fixture, store, "etiqueta.repository.path", path);
                Release release = repository.fetch(revision)) {
            assertThat(release.files().files()).hasSize(files);
            release.files().files().forEach(TrackedFile::content);
        }
    }

    @Test
    void asksForAForgottenPush() throws IOException {
        RepositoryFixture fixture = RepositoryFixture.unpack("dvc3", folder);

        try (ModelRepository repository = open(fixture, "store")) {
            assertThatExceptionOfType(ActionableException.class)
                    .isThrownBy(() -> repository.fetch("unpushed"))
                    .withMessageContaining("the remote 'storage' does not have models")
                    .withMessageContaining("85df91c43f7753ad1d74bbcde698460e.dir")
                    .withMessageContaining(fixture.store("store").toString())
                    .satisfies(e -> assertThat(e.action()).contains("dvc push"));
        }
    }

    @Test
    void saysWhereAnImportCameFrom() throws IOException {
        RepositoryFixture fixture = RepositoryFixture.unpack("imported", folder);

        try (ModelRepository repository = open(fixture, "store", "etiqueta.repository.path", "bright.onnx.dvc")) {
            assertThatExceptionOfType(ActionableException.class)
                    .isThrownBy(() -> repository.fetch("v1"))
                    .satisfies(e -> assertThat(e.action()).contains("https://git.example.com/registry.git at "));
        }
    }

    @Test
    void namesTheRemoteThatHasNoFolderHere() throws IOException {
        RepositoryFixture fixture = RepositoryFixture.unpack("dvc3", folder);

        try (ModelRepository repository = open(
                fixture, "store", "etiqueta.remote.url", "ftp://example.com/x", "etiqueta.remote.name", "Backup")) {
            assertThatExceptionOfType(ActionableException.class)
                    .isThrownBy(() -> repository.fetch("v1"))
                    .withMessageContaining("backup")
                    .withMessageContaining("ftp://");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "models2.dvc, models2.dvc of v2 does not exist",
        "nothing, nothing of v2 is tracked by no .dvc file",
        "../models.dvc, lies outside",
        "models/none.onnx, holds no none.onnx",
    })
    void namesWhatIsTrackedInstead(String path, String message) throws IOException {
        RepositoryFixture fixture = RepositoryFixture.unpack("dvc3", folder);

        try (ModelRepository repository = open(fixture, "store", "etiqueta.repository.path", path)) {
            ActionableException e = catchThrowableOfType(ActionableException.class, () -> repository.fetch("v2"));
            assertThat(e).hasMessageContaining(message);
        }
    }

    @Test
    void startsFromTheCacheWhenNothingElseIsThere() throws IOException {
        RepositoryFixture fixture = RepositoryFixture.unpack("dvc3", folder);
        try (ModelRepository repository = open(fixture, "store", "etiqueta.repository.revision", "v1")) {
            repository.fetchAtStart().close();
        }
        FileSystemUtils.deleteRecursively(fixture.repository());
        FileSystemUtils.deleteRecursively(fixture.store("store"));

        try (ModelRepository repository = open(fixture, "store", "etiqueta.repository.revision", "v1");
                Release release = repository.fetchAtStart()) {
            assertThat(release.revision().version()).isEqualTo("v1");
            assertThat(release.files().files()).hasSize(4).allSatisfy(file -> assertThat(file.content())
                    .isNotEmpty());
        }
    }

    @Test
    void givesUpOnARemoteThatNeverAnswers() throws Exception {
        RepositoryFixture fixture = RepositoryFixture.unpack("dvc3", folder);
        CountDownLatch never = new CountDownLatch(1);
        try (FolderServer remote = new FolderServer(fixture.store("store"));
                ModelRepository repository = open(Map.of(
                        "etiqueta.repository.url", fixture.repository().toString(),
                        "etiqueta.remote.url", remote.url(),
                        "etiqueta.deployment.timeout", "500ms"))) {
            remote.disturb(() -> {
                never.await();
                return 200;
            });
            assertThatExceptionOfType(ActionableException.class)
                    .isThrownBy(() -> repository.fetch("v1"))
                    .withMessageContaining("the remote 'storage' cannot be reached")
                    .withMessageContaining(remote.url())
                    .satisfies(e -> assertThat(e.blame()).isEqualTo(Blame.SERVER));
            // One attempt takes all the time there is.
            assertThat(remote.requests()).isEqualTo(1);
        } finally {
            never.countDown();
        }
        try (var left = Files.walk(cache())) {
            assertThat(left.filter(path -> path.toString().endsWith(".tmp"))).isEmpty();
        }
    }

    @Test
    void readsARemoteThatGitHolds() {
        // This very repository: its remote is a folder of it.
        try (ModelRepository repository = open(Map.of("etiqueta.repository.url", "."));
                Release release = repository.fetch(null)) {
            assertThat(release.files().files()).hasSize(4);
        }
    }

    @Test
    void fetchesASharedObjectOnce() throws IOException {
        RepositoryFixture fixture = RepositoryFixture.unpack("dvc3", folder);
        try (ModelRepository repository = open(fixture, "store")) {
            repository.fetch("v1").close();
            Path shared = objects(fixture).stream()
                    .filter(path ->
                            Files.exists(cache().resolve(fixture.store("store").relativize(path))))
                    .filter(path -> path.toString().endsWith("cd1d11b6e51607b579e03a7f280de00e".substring(2)))
                    .findFirst()
                    .orElseThrow();
            Files.delete(shared);

            repository.fetch("digits@v1.0.0").close();
        }
    }

    private static List<Path> objects(RepositoryFixture fixture) throws IOException {
        try (var all = Files.walk(fixture.store("store"))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private ModelRepository open(RepositoryFixture fixture, String store, String... properties) {
        Map<String, String> all = new HashMap<>(Map.of(
                "etiqueta.repository.url", fixture.repository().toString(),
                "etiqueta.remote.url", fixture.store(store).toString()));
        for (int i = 0; i < properties.length; i += 2) {
            all.put(properties[i], properties[i + 1]);
        }
        return open(all);
    }

    private ModelRepository open(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.put("etiqueta.cache.dir", cache().toString());
        return RepositoryFactory.of(new Binder(new MapConfigurationPropertySource(all)))
                .open();
    }
}
