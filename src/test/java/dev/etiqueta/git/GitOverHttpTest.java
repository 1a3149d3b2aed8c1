package dev.etiqueta.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.etiqueta.failure.Blame;
import dev.etiqueta.git.GitException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.eclipse.jgit.lib.StoredConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server over HTTP: what is transferred, what is said to whom, and what its failures are taken for. */
@Timeout(60)
class GitOverHttpTest {

    private static final int MEGABYTE = 1 << 20;

    @TempDir
    private Path folder;

    private GitFixture origin;
    private GitHttpServer server;
    private String first;
    private Duration timeout = Duration.ofSeconds(30);

    @BeforeEach
    void start() throws IOException {
        origin = new GitFixture(folder.resolve("origin.git")).allowPartialClone();
        for (int i = 0; i < 4; i++) {
            origin.random("big/" + i + ".bin", 2 * MEGABYTE, i).commit("trunk", "big " + i);
        }
        origin.remove("big/0.bin").remove("big/1.bin");
        first = origin.file("models.dvc", "1").file(".dvc/config", "c").commit("trunk", "one");
        origin.tag("v1", first);
        origin.tag("v2", origin.file("models.dvc", "2").commit("trunk", "two"));
        server = new GitHttpServer(origin.repository());
    }

    @AfterEach
    void stop() {
        server.close();
        origin.close();
    }

    private GitRepository open() {
        return open(server.url(), Credentials.NONE);
    }

    private GitRepository open(String url, Credentials credentials) {
        return GitRepository.open(new GitSettings(url, credentials, folder.resolve("store"), timeout));
    }

    private static Credentials login(String user, String password) {
        return new Credentials(user, password, null, null, null, null);
    }

    private static String read(GitRepository repository, String revision) {
        GitTree tree = repository.tree(repository.resolve(revision));
        tree.prefetch(List.of("models.dvc", ".dvc/config", "dvc.lock"));
        assertThat(tree.read("dvc.lock")).isEmpty();
        return new String(tree.read("models.dvc").orElseThrow(), UTF_8);
    }

    @Test
    void transfersNeitherHistoryNorOtherFiles() {
        try (GitRepository repository = open()) {
            assertThat(read(repository, "v1")).isEqualTo("1");
        }
        assertThat(server.bytes()).isLessThan(20_000);
    }

    @Test
    void needsNoNetworkASecondTime() {
        try (GitRepository repository = open()) {
            read(repository, "v1");
        }
        server.requests().clear();
        try (GitRepository repository = open()) {
            assertThat(read(repository, first)).isEqualTo("1");
            assertThat(read(repository, first.toUpperCase(Locale.ROOT))).isEqualTo("1");
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void asksInOneConnectionForATagAndInOneForAllFiles() {
        try (GitRepository repository = open()) {
            Commit commit = repository.resolve("v2");
            assertThat(server.requests()).hasSize(2);
            GitTree tree = repository.tree(commit);
            server.requests().clear();
            tree.prefetch(List.of("models.dvc", ".dvc/config"));
            assertThat(server.requests()).hasSizeLessThanOrEqualTo(3);
            server.requests().clear();
            tree.read("models.dvc");
            tree.read(".dvc/config");
            tree.list().close();
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void findsAnAbbreviatedCommitByTheHistoryWithoutFiles() throws IOException {
        origin.ref("refs/tags/v1", origin.commit("trunk", "three"));
        origin.ref(
                "refs/tags/v2", origin.repository().resolve("refs/heads/trunk").name());

        try (GitRepository repository = open()) {
            assertThat(repository.resolve(first.substring(0, 9))).isEqualTo(new Commit(first, null));
            assertThat(read(repository, first)).isEqualTo("1");
        }
        assertThat(server.bytes()).isLessThan(30_000);
    }

    @Test
    void transfersTheFilesOfOneCommitWhereTheServerKnowsNoFilter() throws IOException {
        StoredConfig config = origin.repository().getConfig();
        config.unsetSection("uploadpack", null);
        config.save();

        try (GitRepository repository = open()) {
            assertThat(read(repository, "v2")).isEqualTo("2");
            assertThat(repository.resolve(first.substring(0, 9)).id()).isEqualTo(first);
        }
        assertThat(server.bytes()).isBetween(4L * MEGABYTE, 5L * MEGABYTE);
    }

    @Test
    void readsFromAServerThatGivesNoSingleFiles() throws IOException {
        server.speaksTheFirstVersionOnly();
        StoredConfig config = origin.repository().getConfig();
        config.unset("uploadpack", null, "allowAnySHA1InWant");
        config.save();

        try (GitRepository repository = open()) {
            assertThat(read(repository, "v2")).isEqualTo("2");
        }
    }

    @Test
    void readsFromAServerOfTheFirstVersion() {
        server.speaksTheFirstVersionOnly();

        try (GitRepository repository = open()) {
            assertThat(repository.resolve(null).tag()).isEqualTo("v2");
            assertThat(read(repository, "v1")).isEqualTo("1");
        }
        assertThat(server.bytes()).isLessThan(20_000);
    }

    @Test
    void refusesATagThatPointsAtNoCommit() throws IOException {
        origin.tag("blob", origin.insert(new byte[] {1}).name());

        try (GitRepository repository = open()) {
            assertThatExceptionOfType(GitException.class)
                    .isThrownBy(() -> repository.tree(repository.resolve("blob")))
                    .withMessageContaining("no commit");
        }
    }

    @Test
    void refusesAFileThatIsTooLongBeforeItIsTransferred() throws IOException {
        origin.random("models.dvc", 17 * MEGABYTE, 9).commit("trunk", "long");

        try (GitRepository repository = open()) {
            GitTree tree = repository.tree(repository.resolve("trunk"));
            assertThatExceptionOfType(GitException.class)
                    .isThrownBy(() -> tree.read("models.dvc"))
                    .withMessageContaining("is longer than the 16 MB");
            assertThat(GitFixture.only(folder.resolve("store")).resolve("incoming"))
                    .isEmptyDirectory();
        }
    }

    @Test
    void logsInWithPasswordsAndTokens() {
        server.asksFor("me", "p@ss:w/rd");
        try (GitRepository repository = open(server.url(), login("me", "p@ss:w/rd"))) {
            assertThat(read(repository, "v1")).isEqualTo("1");
        }
        String url = server.url().replace("http://", "http://me:p%40ss:w%2Frd@");
        try (GitRepository repository = open(url, Credentials.NONE)) {
            assertThat(repository.resolve("v1").id()).isEqualTo(first);
            assertThat(repository.url()).isEqualTo(server.url());
        }
        server.asksFor("x-token-auth", "t0ken");
        try (GitRepository repository = open(server.url(), new Credentials(null, null, "t0ken", null, null, null))) {
            assertThat(repository.resolve("v1").id()).isEqualTo(first);
        }
        server.asksFor("oauth2", "t0ken");
        try (GitRepository repository =
                open(server.url(), new Credentials("oauth2", null, "t0ken", null, null, null))) {
            assertThat(repository.resolve("v1").id()).isEqualTo(first);
        }
    }

    @Test
    void triesAWrongPasswordOnceAndNeverShowsIt() {
        server.asksFor("me", "right");

        GitException refused = failure(open(server.url().replace("http://", "http://me:wr0ng@"), Credentials.NONE));
        assertThat(refused.reason()).isEqualTo(Reason.REFUSED);
        assertThat(refused).hasMessageContaining(server.url() + " answers HTTP 401");
        assertThat(refused.action()).contains("token");
        assertThat(server.authorizations()).hasSize(1);
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            assertThat(cause.toString()).doesNotContain("wr0ng");
        }
        assertThat(failure(open()).reason()).isEqualTo(Reason.REFUSED);
    }

    private static GitException failure(GitRepository repository) {
        try (repository) {
            return catchThrowableOfType(GitException.class, () -> repository.resolve("v1"));
        }
    }

    @Test
    void tellsFailuresApart() {
        assertFailure(403, Reason.REFUSED, "answers HTTP 403");
        assertFailure(404, Reason.REPOSITORY_NOT_FOUND, "answers HTTP 404");
        assertFailure(500, Reason.UNREACHABLE, "answers HTTP 500");
        assertFailure(503, Reason.UNREACHABLE, "answers HTTP 503");
        assertFailure(429, Reason.UNREACHABLE, "answers HTTP 429");
        assertFailure(418, Reason.FAILED, "answers HTTP 418");
    }

    private void assertFailure(int status, Reason reason, String message) {
        server.answers(status);
        GitException failure = failure(open());
        assertThat(failure).hasMessageContaining(server.url()).hasMessageContaining(message);
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.blame()).isEqualTo(reason == Reason.UNREACHABLE ? Blame.SERVER : Blame.ACCESS);
    }

    @Test
    void takesNoLoginToAnotherServer() throws IOException {
        try (GitHttpServer other = new GitHttpServer(origin.repository())) {
            other.asksFor("me", "right");
            server.redirectsTo(other.url() + "/info/refs?service=git-upload-pack");

            GitException refused = failure(open(server.url(), login("me", "right")));
            assertThat(refused.reason()).isEqualTo(Reason.REFUSED);
            assertThat(refused).hasMessageContaining("after a redirect to http://127.0.0.1:" + other.port());
            assertThat(refused.action()).contains("not sent to another server");
            assertThat(other.authorizations()).isEmpty();
        }
    }

    @Test
    void takesNoLoginToAnotherServerAfterItHasLoggedIn() throws IOException {
        try (GitHttpServer other = new GitHttpServer(origin.repository())) {
            server.asksFor("me", "right");
            server.redirectsTo(other.url() + "/info/refs?service=git-upload-pack");

            try (GitRepository repository = open(server.url(), login("me", "right"))) {
                assertThat(repository.resolve("v1").id()).isEqualTo(first);
            }
            assertThat(server.authorizations()).isNotEmpty();
            assertThat(other.requests()).isNotEmpty();
            assertThat(other.authorizations()).isEmpty();
        }
    }

    @Test
    void doesNotWaitForASilentServer() throws IOException {
        timeout = Duration.ofMillis(300);
        server.isSilent();
        assertUnreachable(failure(open()), server.url());
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "https://127.0.0.1:" + mute.getLocalPort() + "/x.git";
            assertUnreachable(failure(open(url, Credentials.NONE)), url);
        }
    }

    @Test
    void doesNotWaitForTheRestOfAPack() throws IOException {
        StoredConfig config = origin.repository().getConfig();
        config.unsetSection("uploadpack", null);
        config.save();
        timeout = Duration.ofSeconds(3);
        for (boolean hangs : new boolean[] {true, false}) {
            try (GitRepository repository = open()) {
                Commit commit = repository.resolve("v2");
                server.cutsPacksAfter(MEGABYTE, hangs);
                GitException failure = catchThrowableOfType(GitException.class, () -> repository.tree(commit));
                assertUnreachable(failure, server.url());
                assertThat(GitFixture.only(folder.resolve("store")).resolve("incoming"))
                        .isEmptyDirectory();
                server.cutsPacksAfter(Long.MAX_VALUE, false);
            }
        }
        try (GitRepository repository = open()) {
            assertThat(read(repository, "v2")).isEqualTo("2");
        }
    }

    @Test
    void saysThatNobodyIsThere() {
        server.close();
        assertUnreachable(failure(open()), server.url());
        assertUnreachable(failure(open("http://git.invalid/x.git", Credentials.NONE)), "http://git.invalid/x.git");
    }

    private static void assertUnreachable(GitException failure, String url) {
        assertThat(failure).hasMessageContaining(url + " cannot be reached");
        assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
        assertThat(failure.blame()).isEqualTo(Blame.SERVER);
    }
}
