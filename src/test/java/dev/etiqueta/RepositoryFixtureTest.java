package dev.etiqueta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.DigestUtils;

class RepositoryFixtureTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"dvc3", "dvc2", "subdir", "pipeline", "imported", "public2x"})
    void holdsAllThatItsReferencesReach(String name) throws IOException {
        RepositoryFixture fixture = RepositoryFixture.unpack(name, folder);

        try (Repository repository = open(fixture);
                ObjectWalk walk = new ObjectWalk(repository)) {
            assertThat(repository.getFullBranch()).isEqualTo("refs/heads/main");
            for (Ref ref : repository.getRefDatabase().getRefs()) {
                walk.markStart(walk.parseAny(ref.getObjectId()));
            }
            while (walk.next() != null) {
                // Only then are the trees and files reached.
            }
            walk.checkConnectivity();
        }
        assertThat(fixture.store("store")).isDirectoryRecursivelyContaining(Files::isRegularFile);
    }

    @ParameterizedTest
    @CsvSource({
        "dvc3, v1, models.dvc, 96fe4e1294919382d1080c57e7caa60d.dir, store",
        "dvc3, v2, models.dvc, 03eff2e4808c34dec3eb0b2686f8a345.dir, store",
        "dvc3, v2, backup-model.onnx.dvc, a6ac25ac1d95389f972a0b8396a05ad7, other",
        "subdir, v1, teams/audio/models.dvc, 4fc0c435a7f6fb359e139e4276bdf9da.dir, other",
        "pipeline, v1, dvc.lock, a6ac25ac1d95389f972a0b8396a05ad7, other",
    })
    void keepsTheObjectsThatItsCommitsName(String name, String tag, String file, String digest, String store)
            throws IOException {
        RepositoryFixture fixture = RepositoryFixture.unpack(name, folder);

        assertThat(read(fixture, tag, file)).contains(digest);
        assertThat(fixture.store(store).resolve("files/md5/" + digest.substring(0, 2) + "/" + digest.substring(2)))
                .exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"dvc3", "subdir", "pipeline", "imported", "public2x"})
    void namesObjectsByTheirDigests(String name) throws IOException {
        Path store = RepositoryFixture.unpack(name, folder).store("store");

        try (Stream<Path> objects = Files.walk(store).filter(Files::isRegularFile)) {
            assertThat(objects).isNotEmpty().allSatisfy(object -> assertThat(
                            object.getParent().getFileName()
                                    + object.getFileName().toString().replace(".dir", ""))
                    .isEqualTo(DigestUtils.md5DigestAsHex(Files.readAllBytes(object))));
        }
    }

    @Test
    void namesAnObjectOfTextByTheDigestThatDvc2TakesOfIt() throws IOException {
        RepositoryFixture fixture = RepositoryFixture.unpack("dvc2", folder);
        Path object = fixture.store("store").resolve("1b/5bb282b8f8792875e3c4203cfa9c57");

        assertThat(read(fixture, "v1", "notes.txt.dvc"))
                .contains("md5: 1b5bb282b8f8792875e3c4203cfa9c57")
                .doesNotContain("hash:");
        assertThat(object).hasBinaryContent("x\r\ny\r\n".getBytes(UTF_8));
        assertThat(DigestUtils.md5DigestAsHex(Files.readAllBytes(object)))
                .isEqualTo("e20942bc0763636e19c18b95bb194501");
    }

    @Test
    void doesNotUnpackOutsideOfItsFolder() throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(content)) {
            zip.putNextEntry(new ZipEntry("../outside"));
        }
        ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content.toByteArray()));

        assertThatIOException()
                .isThrownBy(() -> RepositoryFixture.unpack(zip, folder.resolve("inside")))
                .withMessageContaining("../outside");
        assertThat(folder.resolve("outside")).doesNotExist();
    }

    @Test
    void namesAFixtureThatIsMissing() {
        assertThatIOException()
                .isThrownBy(() -> RepositoryFixture.unpack("none", folder))
                .withMessageContaining("/repositories/none.zip");
    }

    private static String read(RepositoryFixture fixture, String revision, String path) throws IOException {
        try (Repository repository = open(fixture)) {
            ObjectId tree = repository.resolve(revision + "^{tree}");
            assertThat(tree).as(revision).isNotNull();
            try (TreeWalk file = TreeWalk.forPath(repository, path, tree)) {
                assertThat(file).as(path).isNotNull();
                return new String(repository.open(file.getObjectId(0)).getBytes(), UTF_8);
            }
        }
    }

    private static Repository open(RepositoryFixture fixture) throws IOException {
        return new FileRepositoryBuilder()
                .setGitDir(fixture.repository().toFile())
                .setMustExist(true)
                .build();
    }
}
