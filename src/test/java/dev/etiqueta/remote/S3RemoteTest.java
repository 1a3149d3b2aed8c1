package dev.etiqueta.remote;

import static dev.etiqueta.remote.RemoteTester.failure;
import static dev.etiqueta.remote.RemoteTester.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.etiqueta.failure.ActionableException;
import dev.etiqueta.remote.RemoteException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3RemoteTest {

    private static final Map<String, String> KEYS =
            Map.of("access_key_id", "AKIAEXAMPLE", "secret_access_key", "a-secret");

    private static final String OBJECT = "files/md5/ab/cd";

    @TempDir
    Path folder;

    @Test
    void readsAnObjectWithASignatureForTheRegion() throws IOException {
        try (TestServer store = TestServer.answering(Answer.object("weights"));
                S3Remote remote = open(store, with(KEYS, "region", "eu-south-2"))) {
            assertThat(read(remote, OBJECT)).isEqualTo("weights");

            assertThat(store.requests()).singleElement().satisfies(request -> {
                assertThat(request.target()).isEqualTo("/models.bucket/some/prefix/files/md5/ab/cd");
                assertThat(request.header("Authorization"))
                        .startsWith("AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/")
                        .contains("/eu-south-2/s3/aws4_request");
                assertThat(request.header("x-amz-checksum-mode")).isNull();
            });
        }
    }

    @Test
    void signsForUsEast1WhereAnotherStoreHasNoRegion() throws IOException {
        Path none = Files.createFile(folder.resolve("none"));
        Map<String, String> options = with(KEYS, "configpath", none.toString());
        try (TestServer store = TestServer.answering(Answer.object(""));
                S3Remote remote = open(store, options)) {
            assertThat(read(remote, OBJECT)).isEmpty();

            assertThat(store.requests().getFirst().header("Authorization")).contains("/us-east-1/s3/");
        }
    }

    @Test
    void sendsTheSessionToken() throws IOException {
        try (TestServer store = TestServer.answering(Answer.object("weights"));
                S3Remote remote = open(store, with(KEYS, "session_token", "a-token"))) {
            read(remote, OBJECT);

            assertThat(store.requests().getFirst().header("x-amz-security-token"))
                    .isEqualTo("a-token");
        }
    }

    @Test
    void readsWithoutASignatureWhereTheRemoteIsPublic() throws IOException {
        try (TestServer store = TestServer.answering(Answer.object("weights"));
                S3Remote remote = open(store, Map.of("allow_anonymous_login", "True"))) {
            assertThat(read(remote, OBJECT)).isEqualTo("weights");

            assertThat(store.requests().getFirst().header("Authorization")).isNull();
        }
    }

    @Test
    void readsTheKeysAndTheRegionOfAProfile() throws IOException {
        Path credentials = Files.writeString(
                folder.resolve("credentials"), "[team]\naws_access_key_id = AKIATEAM\naws_secret_access_key = s\n");
        Path config = Files.writeString(folder.resolve("config"), "[profile team]\nregion = sa-east-1\n");
        Map<String, String> options =
                Map.of("profile", "team", "credentialpath", credentials.toString(), "configpath", config.toString());
        try (TestServer store = TestServer.answering(Answer.object("weights"));
                S3Remote remote = open(store, options)) {
            read(remote, OBJECT);

            assertThat(store.requests().getFirst().header("Authorization"))
                    .contains("Credential=AKIATEAM/")
                    .contains("/sa-east-1/s3/");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "404, NoSuchKey, NOT_FOUND",
        "403, AccessDenied, FORBIDDEN",
        "403, InvalidAccessKeyId, FORBIDDEN",
        "403, SignatureDoesNotMatch, FORBIDDEN",
        "401, Unauthorized, FORBIDDEN",
        "400, ExpiredToken, FORBIDDEN",
        "429, TooManyRequests, UNAVAILABLE",
        "500, InternalError, UNAVAILABLE",
        "503, SlowDown, UNAVAILABLE",
        "301, PermanentRedirect, FAILED",
        "400, AuthorizationHeaderMalformed, FAILED"
    })
    void tellsWhatTheStoreAnswers(int status, String code, Reason reason) throws IOException {
        try (TestServer store = TestServer.answering(Answer.error(status, code));
                S3Remote remote = open(store, KEYS)) {
            RemoteException e = failure(remote, OBJECT);
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(e).hasMessage("HTTP %d %s", status, code);
            assertThat(e.address()).isEqualTo("s3://models.bucket/some/prefix/files/md5/ab/cd at %s", store.url());
            assertThat(store.requests()).as("attempts").hasSize(1);
        }
    }

    @Test
    void readsAStatusWithoutAnErrorDocument() throws IOException {
        try (TestServer store = TestServer.answering(exchange -> exchange.sendResponseHeaders(404, -1));
                S3Remote remote = open(store, KEYS)) {
            assertReason(remote, Reason.NOT_FOUND, "HTTP 404");
        }
    }

    @Test
    void namesABucketThatDoesNotExist() throws IOException {
        try (TestServer store = TestServer.answering(Answer.error(404, "NoSuchBucket"));
                S3Remote remote = open(store, KEYS)) {
            assertReason(remote, Reason.FAILED, "there is no bucket 'models.bucket' (NoSuchBucket)");
        }
    }

    @Test
    void noticesAnAnswerThatEndsEarly() throws IOException {
        try (TestServer store = TestServer.answering(Answer.brokenObject("weig", 7));
                S3Remote remote = open(store, KEYS)) {
            assertReason(remote, Reason.UNREACHABLE, "the answer broke off: Premature EOF");
        }
    }

    @Test
    void noticesAStoreThatDoesNotAnswer() throws IOException {
        TestServer store = TestServer.answering(Answer.object(""));
        store.close();
        try (S3Remote remote = open(store, KEYS)) {
            assertThat(failure(remote, OBJECT).reason()).isEqualTo(Reason.UNREACHABLE);
        }
    }

    @Test
    void givesUpOnAStoreThatIsSilent() throws IOException {
        try (TestServer store = TestServer.answering(Answer.silence());
                S3Remote remote = open(store, with(KEYS, "read_timeout", "1"))) {
            assertThat(failure(remote, OBJECT).reason()).isEqualTo(Reason.UNREACHABLE);
        }
    }

    /** The server would write forever; that it can no longer shows that no one reads on. */
    @Test
    void breaksOffWhereTheRestIsNotWanted() throws Exception {
        CountDownLatch brokenOff = new CountDownLatch(1);
        try (TestServer store = TestServer.answering(Answer.endlessObject(brokenOff));
                S3Remote remote = open(store, KEYS)) {
            try (InputStream in = remote.open(OBJECT)) {
                assertThat(in.read()).isEqualTo(0);
            }
            assertThat(brokenOff.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void saysWhereItLookedForCredentials() throws IOException {
        Path credentials = Files.writeString(folder.resolve("credentials"), "[other]\naws_access_key_id = x\n");
        Map<String, String> options = Map.of("profile", "team", "credentialpath", credentials.toString());
        try (TestServer store = TestServer.answering(Answer.object("weights"));
                S3Remote remote = open(store, options)) {
            RemoteException e = failure(remote, OBJECT);
            assertThat(e.reason()).isEqualTo(Reason.FORBIDDEN);
            assertThat(e).hasMessageContaining("'team' gives no credentials").hasMessageContaining("credentials");
            assertThat(store.requests()).isEmpty();
        }
    }

    @Test
    void trustsTheCertificatesOfAFile() throws Exception {
        TestCertificate certificate = TestCertificate.make(folder, "server", "EC", "ip:127.0.0.1");
        Path pem = Files.writeString(folder.resolve("server.pem"), certificate.pem());
        try (TestServer store = TestServer.https(certificate.context()).answer(Answer.object("weights"));
                S3Remote trusting = open(store, with(KEYS, "ssl_verify", pem.toString()));
                S3Remote careless = open(store, with(KEYS, "ssl_verify", "false"));
                S3Remote careful = open(store, KEYS)) {
            assertThat(read(trusting, OBJECT)).isEqualTo("weights");
            assertThat(read(careless, OBJECT)).isEqualTo("weights");
            RemoteException e = failure(careful, OBJECT);
            assertThat(e.reason()).isEqualTo(Reason.FAILED);
            assertThat(e).hasMessageContaining("certificate is not trusted");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "endpointurl, minio:9000",
        "endpointurl, http://user:pass-word@minio:9000",
        "endpointurl, http://minio:9000?token=pass-word",
        "region, evil.example/",
        "read_timeout, 0",
        "read_timeout, soon",
        "connect_timeout, 999999",
        "use_ssl, perhaps",
        "allow_anonymous_login, 1",
        "ssl_verify, /does/not/exist.pem",
        "secret_access_key, pass-word",
        "access_key_id, pass-word"
    })
    void refusesAnOptionThatIsNotUsable(String option, String value) {
        assertThatThrownBy(() -> S3Remote.open(settings("s3://bucket", Map.of(option, value))))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("the remote 'store'")
                .hasMessageContaining(option)
                .satisfies(e -> assertThat(((ActionableException) e).action()).contains("dvc remote modify"))
                .satisfies(e -> assertThat(e.toString()).doesNotContain("pass-word"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://", "s3:///prefix", "s3://user:pass-word@bucket/prefix", "s3://bucket/a?b=pass-word"})
    void refusesAUrlThatIsNotABucketAndAPrefix(String url) {
        assertThatThrownBy(() -> S3Remote.open(settings(url, KEYS)))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("the remote 'store'")
                .satisfies(e -> assertThat(e.toString()).doesNotContain("pass-word"));
    }

    @Test
    void namesAnObjectByItsUrl() {
        try (S3Remote remote = S3Remote.open(settings("s3://bucket//prefix/", KEYS))) {
            assertThat(remote.address("files/md5/ab/cd")).isEqualTo("s3://bucket/prefix/files/md5/ab/cd");
        }
    }

    private static void assertReason(Remote remote, Reason reason, String message) {
        assertThat(failure(remote, OBJECT)).hasMessage(message);
        assertThat(failure(remote, OBJECT).reason()).isEqualTo(reason);
    }

    private static S3Remote open(TestServer store, Map<String, String> options) {
        return S3Remote.open(settings("s3://models.bucket/some/prefix", with(options, "endpointurl", store.url())));
    }

    private static RemoteSettings settings(String url, Map<String, String> options) {
        return new RemoteSettings("store", url, options, Duration.ofSeconds(20));
    }

    private static Map<String, String> with(Map<String, String> options, String key, String value) {
        Map<String, String> more = new HashMap<>(options);
        more.put(key, value);
        return more;
    }
}
