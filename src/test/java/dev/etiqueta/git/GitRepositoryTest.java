package dev.etiqueta.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.etiqueta.failure.Blame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read of a commit, and what is kept. */
class GitRepositoryTest {

    @TempDir
    private Path folder;

    private GitFixture origin;
    private GitRepository repository;

    @BeforeEach
    void fill() throws IOException {
        origin = new GitFixture(folder.resolve("origin.git"));
        origin.file("models.dvc", "outs:\n")
                .file(".dvc/config", "[core]\n")
                .file("team/visión/models.dvc", "¡hola!")
                .link("latest.dvc", "team/visión/models.dvc")
                .link("team/here", "visión")
                .link("team/visión/up.dvc", "../../models.dvc")
                .submodule("vendor");
        repository = open();
    }

    private GitRepository open() {
        return GitRepository.open(settings(origin.path()));
    }

    private GitSettings settings(String url) {
        return new GitSettings(url, Credentials.NONE, folder.resolve("store"), Duration.ofSeconds(5));
    }

    @AfterEach
    void close() {
        repository.close();
        origin.close();
    }

    private GitTree trunk() throws IOException {
        origin.commit("trunk", "a commit");
        return repository.tree(repository.resolve(null));
    }

    private static String text(GitTree tree, String path) {
        return new String(tree.read(path).orElseThrow(), UTF_8);
    }

    @Test
    void readsFilesOfAnyDirectory() throws IOException {
        GitTree tree = trunk();

        assertThat(text(tree, "models.dvc")).isEqualTo("outs:\n");
        assertThat(text(tree, ".dvc/config")).isEqualTo("[core]\n");
        assertThat(text(tree, "team/visión/models.dvc")).isEqualTo("¡hola!");
        assertThat(text(tree, "./team/../models.dvc")).isEqualTo("outs:\n");
    }

    @Test
    void isEmptyWhereThereIsNoSuchPath() throws IOException {
        GitTree tree = trunk();

        for (String path : new String[] {"nothing", "team/nothing", "nothing/models.dvc", "models.dvc/x", "a\0b"}) {
            assertThat(tree.read(path)).as(path).isEmpty();
        }
    }

    @Test
    void followsSymbolicLinksWithinTheTree() throws IOException {
        GitTree tree = trunk();

        assertThat(text(tree, "latest.dvc")).isEqualTo("¡hola!");
        assertThat(text(tree, "team/here/models.dvc")).isEqualTo("¡hola!");
        assertThat(text(tree, "team/here/up.dvc")).isEqualTo("outs:\n");
    }

    @Test
    void refusesWhatIsNoFileOfTheTree() throws IOException {
        origin.link("out.dvc", "../../etc/passwd")
                .link("root.dvc", "/etc/passwd")
                .link("circle.dvc", "circle.dvc");
        GitTree tree = trunk();

        assertRefused(tree, "team", "is a directory");
        assertRefused(tree, "", "is a directory");
        assertRefused(tree, "vendor", "lies in a submodule");
        assertRefused(tree, "vendor/models.dvc", "lies in a submodule");
        assertRefused(tree, "out.dvc", "leads out of the repository");
        assertRefused(tree, "../models.dvc", "leads out of the repository");
        assertRefused(tree, "root.dvc", "leads out of the repository");
        assertRefused(tree, "circle.dvc", "leads in a circle");
    }

    private static void assertRefused(GitTree tree, String path, String why) {
        assertThatExceptionOfType(GitException.class)
                .isThrownBy(() -> tree.read(path))
                .withMessageContaining("'%s' of %s", path, tree.commit().shortId())
                .withMessageContaining(why)
                .satisfies(e -> assertThat(e.blame()).isEqualTo(Blame.CONTENT));
    }

    @Test
    void refusesAFileThatIsTooLong() throws IOException {
        origin.file("long.dvc", new byte[(16 << 20) + 1]).file("longest.dvc", new byte[16 << 20]);
        GitTree tree = trunk();

        assertRefused(tree, "long.dvc", "is longer than the 16 MB that are read");
        assertThat(tree.read("longest.dvc"))
                .get()
                .extracting(bytes -> bytes.length)
                .isEqualTo(16 << 20);
    }

    @Test
    void listsFilesWithoutTheirContents() throws IOException {
        GitTree tree = trunk();

        try (Stream<String> paths = tree.list()) {
            assertThat(paths)
                    .containsExactly(
                            ".dvc/config",
                            "latest.dvc",
                            "models.dvc",
                            "team/here",
                            "team/visión/models.dvc",
                            "team/visión/up.dvc");
        }
    }

    @Test
    void opensWithoutTheRepository() throws IOException {
        try (GitRepository gone =
                GitRepository.open(settings(folder.resolve("gone").toString()))) {
            assertThatExceptionOfType(GitException.class)
                    .isThrownBy(() -> gone.resolve("v1"))
                    .withMessageContaining(folder.resolve("gone") + " is no git repository")
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(GitException.Reason.REPOSITORY_NOT_FOUND));
        }
    }

    @Test
    void readsAWorkTreeAndAFileUrl() throws IOException {
        String commit = origin.commit("trunk", "a commit");
        Path work = Files.createDirectories(folder.resolve("work"));
        Files.move(Path.of(origin.path()), work.resolve(".git"));

        for (String url : List.of(work.toString(), work.toUri().toString(), work + "/.git")) {
            try (GitRepository repository = GitRepository.open(settings(url))) {
                assertThat(repository.resolve(null).id()).isEqualTo(commit);
            }
        }
    }

    @Test
    void remembersWhatWasReadWhileTheRemoteIsGone() throws IOException {
        String commit = origin.commit("trunk", "a commit");
        origin.tag("v1", commit);
        for (String revision : new String[] {null, "v1", "v*"}) {
            GitTree tree = repository.tree(repository.resolve(revision));
            tree.read("latest.dvc");
            tree.read("nothing.dvc");
        }
        repository.close();
        Files.move(Path.of(origin.path()), folder.resolve("gone.git"));

        try (GitRepository again = open()) {
            for (String revision : new String[] {null, "v1", "v*"}) {
                Commit remembered = again.remembered(revision).orElseThrow();
                assertThat(remembered).extracting(Commit::id, Commit::tag).containsExactly(commit, "v1");
                assertThat(text(again.tree(remembered), "latest.dvc")).isEqualTo("¡hola!");
            }
            assertThat(again.remembered("v2")).isEmpty();
            assertThat(again.resolve(commit).id()).isEqualTo(commit);
        }
    }

    @Test
    void forgetsNothingUntilTheNextRevisionHasBeenRead() throws IOException {
        String first = origin.commit("trunk", "one");
        repository.tree(repository.resolve("trunk")).read("models.dvc");
        String second = origin.file("models.dvc", "2").commit("trunk", "two");
        GitTree tree = repository.tree(repository.resolve("trunk"));

        assertThat(repository.remembered("trunk")).map(Commit::id).hasValue(first);
        tree.read("models.dvc");
        assertThat(repository.remembered("trunk")).map(Commit::id).hasValue(second);
    }

    @Test
    void remembersNothingThatCannotBeReadAgain() throws IOException {
        Commit commit = new Commit(origin.commit("trunk", "a commit"), null);
        Memory memory = new Memory(GitFixture.only(folder.resolve("store")), origin.path());
        repository.tree(commit);

        memory.remember("trunk", new Memory.Entry(commit, java.util.Set.of("models.dvc")));
        assertThat(repository.remembered("trunk")).isEmpty();
        memory.remember("trunk", new Memory.Entry(new Commit("1".repeat(40), null), java.util.Set.of()));
        assertThat(repository.remembered("trunk")).isEmpty();
    }

    @Test
    void isNotMisledByADamagedMemory() throws IOException {
        trunk().read("models.dvc");
        try (Stream<Path> files =
                Files.list(GitFixture.only(folder.resolve("store")).resolve("remembered"))) {
            Files.writeString(files.findFirst().orElseThrow(), "commit=x\\u00g\n");
        }

        assertThat(repository.remembered(null)).isEmpty();
    }

    @Test
    void remembersNothingOfAnotherRepository() throws IOException {
        trunk().read("models.dvc");

        try (GitRepository other =
                GitRepository.open(settings(folder.resolve("other").toString()))) {
            assertThat(other.remembered(null)).isEmpty();
        }
    }

    @Test
    void sharesAFolderWithOthersAtOnce() throws IOException, InterruptedException, ExecutionException {
        origin.commit("trunk", "a commit");
        int readers = 8;
        CyclicBarrier start = new CyclicBarrier(readers);
        List<Future<String>> contents = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(readers)) {
            for (int i = 0; i < readers; i++) {
                contents.add(executor.submit(() -> {
                    start.await();
                    try (GitRepository one = GitRepository.open(new GitSettings(
                            origin.path(), Credentials.NONE, folder.resolve("shared"), Duration.ofSeconds(5)))) {
                        return text(one.tree(one.resolve("trunk")), "models.dvc");
                    }
                }));
            }
            for (Future<String> content : contents) {
                assertThat(content.get()).isEqualTo("outs:\n");
            }
        }
        assertThat(folder.resolve("shared/incoming"))
                .satisfiesAnyOf(incoming -> assertThat(incoming).doesNotExist(), incoming -> assertThat(incoming)
                        .isEmptyDirectory());
    }

    @Test
    void saysThatTheFolderCannotBeUsed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatExceptionOfType(GitException.class)
                .isThrownBy(() -> GitRepository.open(
                        new GitSettings(origin.path(), Credentials.NONE, file, Duration.ofSeconds(5))))
                .withMessageContaining("the folder %s".formatted(file));
    }

    @Test
    void neverShowsSecrets() {
        Credentials credentials = new Credentials("me", "s3cret", "t0ken", null, "phrase", null);
        GitSettings settings = new GitSettings(
                "https://me:s3cret@git.example/x.git?t0ken", credentials, folder, Duration.ofSeconds(1));

        assertThat(settings.toString() + credentials).doesNotContain("s3cret", "t0ken", "phrase", "me:");
        assertThat(RemoteUrl.parse(settings.url())).hasToString("https://git.example/x.git");
        assertThat(RemoteUrl.parse("git@git.example:team/x.git").shown()).isEqualTo("git.example:team/x.git");
        assertThat(RemoteUrl.parse("ssh://git:s3cret@git.example:2222/x.git").shown())
                .isEqualTo("ssh://git.example:2222/x.git");
    }

    @Test
    void refusesUrlsThatAreNone() {
        for (String url : new String[] {"git://git.example/x", "ftp://me:s3cret@x/y", "https://", "s3://b:s3cret@/x"}) {
            assertThatExceptionOfType(GitException.class)
                    .as(url)
                    .isThrownBy(() -> GitRepository.open(settings(url)))
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"))
                    .satisfies(e -> assertThat(e.action()).contains("https, http or ssh"));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> settings(" "));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GitSettings("x", Credentials.NONE, folder, Duration.ZERO));
    }
}
