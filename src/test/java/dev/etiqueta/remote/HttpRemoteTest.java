package dev.etiqueta.remote;

import static dev.etiqueta.remote.RemoteTester.failure;
import static dev.etiqueta.remote.RemoteTester.open;
import static dev.etiqueta.remote.RemoteTester.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.remote.RemoteException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRemoteTest {

    private TestServer server;
    private TestServer other;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer().answer("/store/files/md5/d3", "hello");
        other = new TestServer().answer("/moved", "moved");
    }

    @AfterEach
    void stop() {
        server.close();
        other.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/store", "/store/"})
    void readsAnObjectByGet(String root) throws IOException {
        assertThat(read(open(server.url() + root, Map.of()), "files/md5/d3")).isEqualTo("hello");
        assertThat(server.requests()).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("GET");
            assertThat(request.header("Accept-Encoding")).isEqualTo("identity");
            assertThat(request.header("Authorization")).isNull();
        });
    }

    @Test
    void readsAnEmptyObject() throws IOException {
        server.answer("/store/empty", "");
        assertThat(read(open(server.url() + "/store", Map.of()), "empty")).isEmpty();
    }

    @Test
    void encodesThePathOfAnObject() throws IOException {
        server.answer("/my%20store/a%20b/%C3%A9%23%3F%25", "encoded");
        assertThat(read(open(server.url() + "/my%20store", Map.of()), "a b/é#?%"))
                .isEqualTo("encoded");
    }

    @Test
    void leavesAQueryBeforeThePathAsDvcDoesAndHidesItInMessages() throws IOException {
        server.answer("/get?key=secret&file=/a/b", "queried");
        Remote remote = open(server.url() + "/get?key=secret&file=", Map.of());
        assertThat(read(remote, "a/b")).isEqualTo("queried");
        assertThat(remote.address("a/b")).isEqualTo(server.url() + "/get?.../a/b");
    }

    @ParameterizedTest
    @CsvSource({
        "404, NOT_FOUND", "410, NOT_FOUND", "401, FORBIDDEN", "403, FORBIDDEN", "407, FORBIDDEN", "408, UNAVAILABLE",
        "425, UNAVAILABLE", "429, UNAVAILABLE", "500, UNAVAILABLE", "503, UNAVAILABLE", "400, FAILED", "204, FAILED",
        "304, FAILED"
    })
    void tellsByTheStatusWhyAnObjectCannotBeHad(int status, Reason reason) {
        server.answer("/a", status, Map.of(), "");
        RemoteException failure = failure(open(server.url(), Map.of()), "a");
        assertThat(failure).hasMessage("HTTP " + status);
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.address()).isEqualTo(server.url() + "/a");
    }

    @Test
    void logsInByBasicAuthentication() throws IOException {
        read(open(server.url() + "/store", Map.of("auth", "Basic", "user", "u", "password", "p:ä")), "files/md5/d3");
        assertThat(authorization()).isEqualTo("Basic " + base64("u:p:ä"));
    }

    @Test
    void takesTheLoginOfTheUrlAndKeepsItOutOfMessages() throws IOException {
        String url = server.url().replace("://", "://me:p%40ss+@");
        Remote remote = open(url + "/store", Map.of());
        read(remote, "files/md5/d3");
        assertThat(authorization()).isEqualTo("Basic " + base64("me:p@ss+"));
        assertThat(remote.address("a")).isEqualTo(server.url() + "/store/a");
    }

    @Test
    void sendsNoLoginWithoutAuthAsDvcDoes() throws IOException {
        read(open(server.url() + "/store", Map.of("user", "u", "password", "p")), "files/md5/d3");
        assertThat(authorization()).isNull();
    }

    @Test
    void sendsACustomHeader() throws IOException {
        Map<String, String> options = Map.of("auth", "custom", "custom_auth_header", "X-Key", "password", "p q");
        read(open(server.url() + "/store", options), "files/md5/d3");
        assertThat(server.requests().getFirst().header("X-Key")).isEqualTo("p q");
    }

    @Test
    void sendsAToken() throws IOException {
        read(open(server.url() + "/store", Map.of("token", "t")), "files/md5/d3");
        assertThat(authorization()).isEqualTo("Bearer t");
    }

    @Test
    void readsWebdavByGetWithTheLoginThatComesFirst() throws IOException {
        String url = server.url().replace("http", "webdav") + "/store?x=y";
        Map<String, String> header = Map.of("custom_auth_header", "X-Key", "password", "p");
        Map<String, String> user = Map.of("custom_auth_header", "X-Key", "password", "p", "user", "u");
        Map<String, String> token = Map.of("user", "u", "password", "p", "token", "t");
        assertThat(read(open(url, header), "files/md5/d3")).isEqualTo("hello");
        read(open(url, user), "files/md5/d3");
        read(open(url, token), "files/md5/d3");
        assertThat(server.requests().get(0).header("X-Key")).isEqualTo("p");
        assertThat(server.requests().get(1).header("Authorization")).isEqualTo("Basic " + base64("u:p"));
        assertThat(server.requests().get(2).header("Authorization")).isEqualTo("Bearer t");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void followsRedirectsOfTheSameHostWithTheLogin(int status) throws IOException {
        server.answer("/a", status, Map.of("Location", "/store/files/md5/d3"), "");
        assertThat(read(open(server.url(), Map.of("token", "t")), "a")).isEqualTo("hello");
        assertThat(server.requests().get(1).header("Authorization")).isEqualTo("Bearer t");
    }

    @Test
    void sendsNoLoginToAnotherHost() throws IOException {
        server.answer("/a", 302, Map.of("Location", other.url() + "/moved"), "");
        Map<String, String> options = Map.of("auth", "custom", "custom_auth_header", "X-Key", "password", "p");
        assertThat(read(open(server.url(), options), "a")).isEqualTo("moved");
        assertThat(server.requests().getFirst().header("X-Key")).isEqualTo("p");
        assertThat(other.requests()).singleElement().satisfies(request -> assertThat(request.header("X-Key"))
                .isNull());
    }

    @Test
    void tellsOfARedirectWithoutItsSignature() {
        String target = other.url().replace("://", "://me:secret@") + "/gone?signature=secret";
        server.answer("/a", 302, Map.of("Location", target), "");
        RemoteException failure = failure(open(server.url(), Map.of()), "a");
        assertThat(failure).hasMessage("HTTP 404 after a redirect to " + other.url());
        assertThat(failure.reason()).isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void endsARedirectLoop() {
        server.answer("/a", 302, Map.of("Location", "/a"), "");
        assertThat(failure(open(server.url(), Map.of()), "a").reason()).isEqualTo(Reason.FAILED);
        assertThat(server.requests()).hasSize(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://host/a", "http:", "ht tp://x", "http:opaque", ""})
    void followsNoRedirectToAnythingElse(String target) {
        server.answer("/a", 302, Map.of("Location", target), "");
        RemoteException failure = failure(open(server.url() + "/", Map.of()), "a");
        assertThat(failure.reason()).isEqualTo(Reason.FAILED);
    }

    private String authorization() {
        return server.requests().getFirst().header("Authorization");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
