package dev.etiqueta.remote;

import static dev.etiqueta.remote.RemoteTester.failure;
import static dev.etiqueta.remote.RemoteTester.open;
import static dev.etiqueta.remote.RemoteTester.read;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import dev.etiqueta.remote.RemoteException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoogleRemoteTest {

    private static final String OBJECT = "/download/storage/v1/b/bucket/o/some%2Fprefix%2Ffiles%2Fmd5%2Fd3?alt=media";

    @TempDir
    private Path folder;

    private TestServer google;

    @BeforeEach
    void start() throws IOException {
        google = new TestServer().answer(OBJECT, "hello");
    }

    @AfterEach
    void stop() {
        google.close();
    }

    @Test
    void readsAnObjectWithTheTokenOfAServiceAccount() throws Exception {
        google.answer(
                "/token",
                200,
                Map.of("Content-Type", "application/json"),
                "{\"access_token\":\"abc\",\"expires_in\":3600,\"token_type\":\"Bearer\"}");
        Remote remote = serviceAccount();
        assertThat(read(remote, "files/md5/d3")).isEqualTo("hello");
        assertThat(read(remote, "files/md5/d3")).isEqualTo("hello");
        assertThat(google.requests()).extracting(TestServer.Request::target).containsExactly("/token", OBJECT, OBJECT);
        assertThat(google.requests().get(2).header("Authorization")).isEqualTo("Bearer abc");
        assertThat(remote.address("files/md5/d3")).isEqualTo("gs://bucket/some/prefix/files/md5/d3");
    }

    @Test
    void tellsOfCredentialsThatAreRefused() throws Exception {
        google.answer("/token", 400, Map.of("Content-Type", "application/json"), "{\"error\":\"invalid_grant\"}");
        RemoteException failure = failure(serviceAccount(), "files/md5/d3");
        assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(failure).hasMessageContaining("refuses the credentials").hasMessageContaining("400");
    }

    @Test
    void readsPublicObjectsWithoutALogin() throws IOException {
        Remote remote =
                open("gs://bucket/some/prefix/", Map.of("endpointurl", google.url(), "allow_anonymous_login", "true"));
        assertThat(read(remote, "files/md5/d3")).isEqualTo("hello");
        assertThat(google.requests().getFirst().header("Authorization")).isNull();
    }

    @Test
    void readsBucketsWithoutAPrefix() throws IOException {
        google.answer("/download/storage/v1/b/bucket/o/a?alt=media", "root");
        Remote remote =
                open("gcs://bucket", Map.of("endpointurl", google.url() + "/", "allow_anonymous_login", "true"));
        assertThat(read(remote, "a")).isEqualTo("root");
        assertThat(remote.address("a")).isEqualTo("gs://bucket/a");
    }

    @Test
    void saysThatThereAreNoCredentialsWhereItIsForbidden() {
        google.answer(OBJECT, 401, Map.of(), "");
        RemoteException failure = failure(remote(Optional::empty), "files/md5/d3");
        assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN);
        assertThat(failure).hasMessageContainingAll("HTTP 401", "without credentials");
    }

    @Test
    void readsWithTheDefaultCredentials() throws IOException {
        Date later = Date.from(Instant.now().plus(Duration.ofHours(1)));
        GoogleCredentials credentials = GoogleCredentials.create(new AccessToken("def", later));
        Remote remote = remote(() -> Optional.of(credentials));
        assertThat(read(remote, "files/md5/d3")).isEqualTo("hello");
        assertThat(google.requests().getFirst().header("Authorization")).isEqualTo("Bearer def");
        google.answer(OBJECT, 403, Map.of(), "");
        assertThat(failure(remote, "files/md5/d3")).hasMessage("HTTP 403");
    }

    @Test
    void tellsOfDefaultCredentialsThatCannotBeRead() {
        GoogleLogin.Source broken = () -> {
            throw new IOException("Error reading credential file");
        };
        RemoteException failure = failure(remote(broken), "files/md5/d3");
        assertThat(failure.reason()).isEqualTo(Reason.FAILED);
        assertThat(failure).hasMessageContaining("Error reading credential file");
    }

    private Remote remote(GoogleLogin.Source source) {
        return GoogleRemote.open(
                new TypedOptions(new RemoteSettings(
                        "storage",
                        "gs://bucket/some/prefix",
                        Map.of("endpointurl", google.url()),
                        Duration.ofSeconds(20))),
                new GoogleLogin(source));
    }

    private Remote serviceAccount() throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
        String json = """
                {"type": "service_account", "project_id": "p", "private_key_id": "1",
                 "client_email": "me@p.iam.gserviceaccount.com", "client_id": "2", "token_uri": "%s/token",
                 "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n"}
                """.formatted(google.url(), Base64.getEncoder().encodeToString(key));
        Path file = Files.writeString(folder.resolve("key.json"), json);
        return open("gs://bucket/some/prefix", Map.of("endpointurl", google.url(), "credentialpath", file.toString()));
    }
}
