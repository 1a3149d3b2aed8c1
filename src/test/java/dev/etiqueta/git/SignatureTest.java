package dev.etiqueta.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.etiqueta.RepositoryFixture;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.eclipse.jgit.lib.StoredConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tags and commits that git, ssh-keygen and gpg have signed, see src/test/python/signatures.py. */
class SignatureTest {

    @TempDir
    private Path folder;

    private Path origin;

    @BeforeEach
    void unpack() throws IOException {
        origin = RepositoryFixture.unpack("signed", folder).repository();
    }

    private AllowedSigners both() {
        return new AllowedSigners(folder.resolve("allowed_signers"), folder.resolve("allowed_pgp_keys"));
    }

    private GitRepository open(AllowedSigners signers) {
        return GitRepository.open(new GitSettings(
                origin.toString(),
                Credentials.NONE,
                folder.resolve("cache"),
                Duration.ofSeconds(10),
                signers,
                (from, to) -> false));
    }

    @ParameterizedTest
    @CsvSource({
        "alice, alice@example.com (SHA256:",
        "refs/tags/alice, alice@example.com (SHA256:",
        "bob, bob@example.com (SHA256:",
        "carol, carol@example.com (SHA256:",
        "pgp-dora, Dora <dora@example.com> (OpenPGP "
    })
    void takesATagThatSomebodyHasSignedWhoMay(String tag, String signer) {
        try (GitRepository repository = open(both())) {
            GitTree tree = repository.tree(repository.resolve(tag));

            assertThat(tree.signer()).startsWith(signer);
            assertThat(tree.commit().tag()).isEqualTo(tag.replace("refs/tags/", ""));
            assertThat(tree.read("models.dvc")).isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    mallory     | is not one of etiqueta.repository.allowed-signers
                    pgp-mallory | is not one of etiqueta.repository.allowed-pgp-keys
                    late        | not at the time of the signature
                    unsigned    | nobody has signed it
                    lightweight | no object of its own
                    v99         | no object of its own
                    v*          | the tag 'v99'
                    replayed    | that of the tag 'alice'
                    tampered    | allowed-signers
                    namespace   | allowed-signers
                    nested      | points at no commit
                    v1          | no object of its own
                    foreign     | is not one of etiqueta.repository.allowed-signers
                    main        | nobody has signed it
                    staging     | nobody has signed it
                    """)
    void refusesAnyOtherAndFetchesNothingOfIt(String revision, String reason) throws IOException {
        try (GitRepository repository = open(both())) {
            Commit commit = repository.resolve(revision);

            assertThatExceptionOfType(UnsignedException.class)
                    .isThrownBy(() -> repository.tree(commit))
                    .withMessageContaining(reason)
                    .satisfies(e -> assertThat(e.action()).contains("git tag -s"));
            // And not the second time, either, when its tag and its commit are here.
            assertThatExceptionOfType(UnsignedException.class).isThrownBy(() -> repository.tree(commit));
        }
        // At most a tag and a commit, loose.
        try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
            assertThat(files.filter(file -> file.toString().contains("objects")).filter(Files::isRegularFile))
                    .hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void fetchesOnlyTheTagAndTheCommitOfAServer() throws IOException {
        try (Repository served =
                        new RepositoryBuilder().setGitDir(origin.toFile()).build();
                GitHttpServer server = new GitHttpServer(served)) {
            StoredConfig config = served.getConfig();
            config.setBoolean("uploadpack", null, "allowFilter", true);
            config.setBoolean("uploadpack", null, "allowAnySHA1InWant", true);
            config.save();
            GitSettings settings = new GitSettings(
                    server.url(),
                    Credentials.NONE,
                    folder.resolve("cache"),
                    Duration.ofSeconds(10),
                    both(),
                    (from, to) -> false);
            try (GitRepository repository = GitRepository.open(settings)) {
                Commit foreign = repository.resolve("mallory");
                assertThatExceptionOfType(UnsignedException.class).isThrownBy(() -> repository.tree(foreign));
                assertThat(objects()).isEqualTo(2);

                GitTree tree = repository.tree(repository.resolve("alice"));
                assertThat(tree.signer()).startsWith("alice@example.com");
                assertThat(tree.read("models.dvc")).isPresent();
            }
        }
    }

    /** How many objects all packs of the cache have: the number stands in their headers. */
    private int objects() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
            int count = 0;
            for (Path pack :
                    files.filter(file -> file.toString().endsWith(".pack")).toList()) {
                count += ByteBuffer.wrap(Files.readAllBytes(pack)).getInt(8);
            }
            return count;
        }
    }

    /** Whose tag nobody has signed: it is known by its commit alone. */
    @Test
    void takesASignedCommitWithoutItsUnsignedTag() {
        try (GitRepository repository = open(both())) {
            GitTree tree = repository.tree(repository.resolve("signed"));

            assertThat(tree.signer()).startsWith("alice@example.com (SHA256:");
            assertThat(tree.commit().tag()).isNull();
            assertThat(repository.resolve("signed").tag()).isEqualTo("v99");
        }
    }

    @Test
    void takesTheFilesOfAnUnsignedTagWhereNoSignatureIsNeeded() {
        try (GitRepository repository = open(AllowedSigners.ANYBODY)) {
            GitTree tree = repository.tree(repository.resolve("v2"));

            assertThat(tree.signer()).isNull();
            assertThat(tree.read("models.dvc")).isPresent();
        }
    }

    @Test
    void verifiesWhatIsHereAlreadyWhoeverFetchedIt() {
        try (GitRepository careless = open(AllowedSigners.ANYBODY)) {
            careless.tree(careless.resolve("mallory")).read("models.dvc");
        }
        try (GitRepository repository = open(both())) {
            Commit remembered = repository.remembered("mallory").orElseThrow();

            assertThatExceptionOfType(UnsignedException.class).isThrownBy(() -> repository.tree(remembered));
        }
    }

    @Test
    void verifiesWithoutTheRemoteWhatItServedBefore() throws IOException {
        try (GitRepository repository = open(both())) {
            repository.tree(repository.resolve("alice")).read("models.dvc");
        }
        Files.move(origin, folder.resolve("away"));
        try (GitRepository repository = open(both())) {
            GitTree tree = repository.tree(repository.remembered("alice").orElseThrow());

            assertThat(tree.signer()).startsWith("alice@example.com");
            assertThat(tree.read("models.dvc")).isPresent();
        }
    }

    @Test
    void trustsAKeyNoLongerThanItIsInTheFile() throws IOException {
        try (GitRepository repository = open(both())) {
            repository.tree(repository.resolve("alice"));
            Path signers = folder.resolve("allowed_signers");
            Files.write(
                    signers,
                    Files.readAllLines(signers).stream()
                            .filter(line -> !line.startsWith("alice"))
                            .toList());

            assertThatExceptionOfType(UnsignedException.class)
                    .isThrownBy(() -> repository.tree(repository.resolve("alice")));
        }
    }

    @Test
    void takesNoSignatureOfAKindOfWhichNoKeyCounts() {
        try (GitRepository repository = open(new AllowedSigners(null, folder.resolve("allowed_pgp_keys")))) {
            assertThatExceptionOfType(UnsignedException.class)
                    .isThrownBy(() -> repository.tree(repository.resolve("alice")))
                    .withMessageContaining("of a kind of which no key counts");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "alice@example.com ssh-ed25519", "alice@example.com valid-before=\"soon\" ssh-ed25519 AAAA x"
            })
    void opensNothingWithAFileOfSignersThatIsNone(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("broken"), content);

        assertThatExceptionOfType(GitException.class)
                .isThrownBy(() -> open(new AllowedSigners(file, null)))
                .withMessageContaining("etiqueta.repository.allowed-signers")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(folder.toString()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA\n-----END PGP PUBLIC KEY BLOCK-----\n"
            })
    void opensNothingWithAFileOfKeysThatIsNone(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("broken"), content);

        assertThatExceptionOfType(GitException.class)
                .isThrownBy(() -> open(new AllowedSigners(null, file)))
                .withMessageContaining("etiqueta.repository.allowed-pgp-keys");
    }

    @Test
    void opensNothingWithoutTheFile() {
        assertThatExceptionOfType(GitException.class)
                .isThrownBy(() -> open(new AllowedSigners(folder.resolve("none"), null)))
                .withMessageContaining("cannot be read");
    }
}
