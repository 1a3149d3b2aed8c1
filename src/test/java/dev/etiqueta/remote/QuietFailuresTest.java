package dev.etiqueta.remote;

import static dev.etiqueta.remote.RemoteTester.failure;
import static dev.etiqueta.remote.RemoteTester.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.etiqueta.command.CommandLineInterface;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What is thrown is told where it matters: the libraries log none of it, with the levels of application.yaml. */
class QuietFailuresTest {

    @TempDir
    private Path folder;

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void start() {
        CommandLineInterface.run("--version");
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void stop() {
        root.detachAppender(log);
        assertThat(log.list)
                .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"403, AccessDenied", "404, NotFound", "503, ServerBusy"})
    void logsNoAnswerOfAStore(int status, String code) throws IOException {
        try (TestServer server = TestServer.answering(Answer.error(status, code))) {
            for (Remote remote : remotes(server)) {
                assertThat(failure(remote, "a").reason()).isEqualTo(HttpFailure.reason(status));
                remote.close();
            }
        }
    }

    @Test
    void logsNoAnswerThatBreaksOff() throws IOException {
        try (TestServer server = TestServer.answering(Answer.brokenObject("weig", 7))) {
            for (Remote remote : remotes(server)) {
                assertThat(failure(remote, "a").reason().isTransient()).isTrue();
                remote.close();
            }
        }
    }

    @Test
    void logsNothingOfStoresThatDoNotAnswer() throws IOException {
        TestServer server = new TestServer();
        server.close();
        for (Remote remote : remotes(server)) {
            assertThat(failure(remote, "a").reason().isTransient()).isTrue();
            remote.close();
        }
    }

    @Test
    void logsNoRefusalOfAnSshServer() throws Exception {
        Files.writeString(folder.resolve("d3"), "hello");
        Path none = Files.writeString(folder.resolve("none"), "");
        KeyPair key = KeyUtils.generateKeyPair("ssh-ed25519", 256);
        try (TestSftpServer server = new TestSftpServer(folder, key)) {
            String url = "ssh://me@127.0.0.1:%d/".formatted(server.port());
            Path hosts = Files.writeString(folder.resolve("hosts"), TestSftpServer.line(server.port(), key));
            Path other = Files.writeString(
                    folder.resolve("other"),
                    TestSftpServer.line(server.port(), KeyUtils.generateKeyPair("ssh-ed25519", 256)));
            for (Path file : new Path[] {none, other}) {
                try (Remote remote = open(url, Map.of("password", "secret", "known_hosts", file.toString()))) {
                    assertThat(failure(remote, "d3")).hasCauseInstanceOf(HostKeyException.class);
                }
            }
            for (String password : new String[] {"secret", "wrong"}) {
                try (Remote remote = open(url, Map.of("password", password, "known_hosts", hosts.toString()))) {
                    assertThat(failure(remote, "d4").reason().isTransient()).isFalse();
                }
            }
        }
    }

    @Test
    void logsNoCredentialsThatAreMissing() throws IOException {
        String none = Files.writeString(folder.resolve("none"), "").toString();
        Map<String, String> options = Map.of("profile", "team", "credentialpath", none, "configpath", none);
        try (Remote remote = open("s3://bucket", options)) {
            assertThat(failure(remote, "a").reason()).isEqualTo(RemoteException.Reason.FORBIDDEN);
        }
    }

    @Test
    void logsNoOptionThatMakesNoSense() {
        assertThat(catchThrowable(() -> open("azure://models", Map.of("connection_string", "secret"))))
                .isInstanceOf(RemoteOptionException.class);
    }

    /** One of each kind that reads over HTTP. */
    private static List<Remote> remotes(TestServer server) {
        String url = server.url();
        String azure = "AccountName=team;AccountKey=c2VjcmV0;BlobEndpoint=%s/team".formatted(url);
        return List.of(
                open(url, Map.of()),
                open("azure://models", Map.of("connection_string", azure)),
                open("gs://bucket", Map.of("endpointurl", url, "allow_anonymous_login", "true")),
                open("s3://bucket", Map.of("endpointurl", url, "allow_anonymous_login", "true")));
    }
}
