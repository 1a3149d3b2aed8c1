package dev.etiqueta.remote;

import static dev.etiqueta.remote.RemoteTester.failure;
import static dev.etiqueta.remote.RemoteTester.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.http.HttpRequest;
import dev.etiqueta.failure.ActionableException;
import dev.etiqueta.remote.RemoteException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class AzureRemoteTest {

    private static final String KEY = "cGFzcy13b3Jk";
    private static final String OBJECT = "files/md5/ab/cd";
    private static final Map<String, String> NO_VARIABLES = Map.of();

    @Test
    void readsABlobWithASignatureOfTheKey() throws IOException {
        try (TestServer store = TestServer.answering(Answer.object("weights"));
                AzureRemote remote = open(store)) {
            assertThat(read(remote, OBJECT)).isEqualTo("weights");

            assertThat(store.requests()).singleElement().satisfies(request -> {
                assertThat(request.target()).isEqualTo("/devstore/models/some%2Fprefix%2Ffiles%2Fmd5%2Fab%2Fcd");
                assertThat(request.header("Authorization")).startsWith("SharedKey devstore:");
            });
        }
    }

    @Test
    void readsAnEmptyBlob() throws IOException {
        try (TestServer store = TestServer.answering(Answer.object(""));
                AzureRemote remote = open(store)) {
            assertThat(read(remote, OBJECT)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "404, BlobNotFound, NOT_FOUND",
        "403, AuthenticationFailed, FORBIDDEN",
        "403, AuthorizationPermissionMismatch, FORBIDDEN",
        "401, NoAuthenticationInformation, FORBIDDEN",
        "400, InvalidAuthenticationInfo, FORBIDDEN",
        "409, PublicAccessNotPermitted, FORBIDDEN",
        "409, BlobArchived, FAILED",
        "500, InternalError, UNAVAILABLE",
        "503, ServerBusy, UNAVAILABLE",
        "429, TooManyRequests, UNAVAILABLE"
    })
    void tellsWhatTheStoreAnswers(int status, String code, Reason reason) throws IOException {
        try (TestServer store = TestServer.answering(Answer.error(status, code));
                AzureRemote remote = open(store)) {
            RemoteException e = failure(remote, OBJECT);
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(e).hasMessage("HTTP %d %s", status, code);
            assertThat(e.address()).isEqualTo("azure://models/some/prefix/files/md5/ab/cd at %s/devstore", store.url());
            assertThat(store.requests()).as("attempts").hasSize(1);
        }
    }

    @Test
    void namesAContainerThatDoesNotExist() throws IOException {
        try (TestServer store = TestServer.answering(Answer.error(404, "ContainerNotFound"));
                AzureRemote remote = open(store)) {
            assertThat(failure(remote, OBJECT)).hasMessage("there is no container 'models' (ContainerNotFound)");
            assertReason(remote, Reason.FAILED);
        }
    }

    @Test
    void noticesAnAnswerThatEndsEarly() throws IOException {
        try (TestServer store = TestServer.answering(Answer.brokenObject("weig", 7));
                AzureRemote remote = open(store)) {
            assertReason(remote, Reason.UNREACHABLE);
            assertThat(store.requests()).as("attempts").hasSize(1);
        }
    }

    @Test
    void noticesAStoreThatDoesNotAnswer() throws IOException {
        TestServer store = TestServer.answering(Answer.object(""));
        store.close();
        assertReason(open(store), Reason.UNREACHABLE);
    }

    @Test
    void givesUpOnAStoreThatIsSilent() throws IOException {
        try (TestServer store = TestServer.answering(Answer.silence())) {
            assertReason(open(store, Map.of("read_timeout", "1")), Reason.UNREACHABLE);
        }
    }

    @Test
    void givesUpOnAStoreThatFallsSilent() throws IOException {
        try (TestServer store =
                TestServer.answering(Answer.brokenObject("weig", 7).then(Answer.silence()))) {
            assertReason(open(store, Map.of("read_timeout", "1")), Reason.UNREACHABLE);
        }
    }

    /** The server would write forever; that it can no longer shows that no one reads on. */
    @Test
    void breaksOffWhereTheRestIsNotWanted() throws Exception {
        CountDownLatch brokenOff = new CountDownLatch(1);
        try (TestServer store = TestServer.answering(Answer.endlessObject(brokenOff));
                AzureRemote remote = open(store)) {
            try (InputStream in = remote.open(OBJECT)) {
                assertThat(in.read()).isEqualTo(0);
            }
            assertThat(brokenOff.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void signsWithTheKeyOfAnAccount() {
        HttpRequest request = request(Map.of("account_name", "team", "account_key", KEY), NO_VARIABLES);

        assertThat(request.getUrl()).hasToString("https://team.blob.core.windows.net/models/files%2Fmd5%2Fab%2Fcd");
        assertThat(header(request)).startsWith("SharedKey team:");
    }

    @Test
    void showsASharedAccessSignatureToTheStoreOnly() {
        Map<String, String> options = Map.of("account_name", "team", "sas_token", "?sv=2024-01-01&sig=pass-word");
        HttpRequest request = request(options, NO_VARIABLES);

        assertThat(request.getUrl()).hasQuery("sv=2024-01-01&sig=pass-word");
        assertThat(header(request)).isNull();
        assertThat(AzureRemote.open(settings(options), NO_VARIABLES).address("x"))
                .doesNotContain("pass-word");
    }

    @Test
    void readsWithoutASignatureWhereTheContainerIsPublic() {
        HttpRequest request = request(Map.of("account_name", "team", "allow_anonymous_login", "true"), NO_VARIABLES);

        assertThat(header(request)).isNull();
        assertThat(request.getUrl().getQuery()).isNull();
    }

    @Test
    void readsTheVariablesThatDvcReads() {
        HttpRequest request = request(Map.of(), Map.of("AZURE_STORAGE_ACCOUNT", "team", "AZURE_STORAGE_KEY", KEY));

        assertThat(header(request)).startsWith("SharedKey team:");
    }

    @Test
    void prefersOptionsToVariables() {
        HttpRequest request = request(
                Map.of("account_name", "team", "account_key", KEY),
                Map.of("AZURE_STORAGE_ACCOUNT", "other", "AZURE_STORAGE_KEY", "other"));

        assertThat(header(request)).startsWith("SharedKey team:");
    }

    @Test
    void refusesARemoteWithoutAnAccount() {
        assertThatThrownBy(() -> AzureRemote.open(settings(Map.of()), NO_VARIABLES))
                .isInstanceOf(ActionableException.class)
                .hasMessage("the remote 'store' names no storage account: "
                        + "it has neither account_name nor connection_string");
    }

    @ParameterizedTest
    @CsvSource({
        "connection_string, pass-word",
        "account_key, pass-word",
        "client_secret, pass-word",
        "account_name, evil.example/",
        "read_timeout, 0",
        "allow_anonymous_login, 1"
    })
    void refusesAnOptionThatIsNotUsable(String option, String value) {
        Map<String, String> options = new HashMap<>(Map.of("account_name", "team"));
        options.put(option, value);
        assertThatThrownBy(() -> AzureRemote.open(settings(options), NO_VARIABLES))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("the remote 'store'")
                .hasMessageContaining(option)
                .satisfies(e -> assertThat(((ActionableException) e).action()).contains("dvc remote modify"))
                .satisfies(e -> assertThat(e.toString()).doesNotContain("pass-word"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"azure://", "azure://models@team.blob.core.windows.net/prefix"})
    void refusesAUrlThatIsNotAContainerAndAPrefix(String url) {
        RemoteSettings settings =
                new RemoteSettings("store", url, Map.of("account_name", "team"), Duration.ofSeconds(20));
        assertThatThrownBy(() -> AzureRemote.open(settings, NO_VARIABLES))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("azure://BUCKET/PREFIX");
    }

    private static void assertReason(Remote remote, Reason reason) {
        assertThat(failure(remote, OBJECT).reason()).isEqualTo(reason);
    }

    /** The request that would have been sent. */
    private static HttpRequest request(Map<String, String> options, Map<String, String> variables) {
        AtomicReference<HttpRequest> sent = new AtomicReference<>();
        AzureRemote remote =
                AzureRemote.open(new AzureSettings(new TypedOptions(settings(options)), variables), request -> {
                    sent.set(request);
                    return Mono.error(new IOException("not sent"));
                });
        assertReason(remote, Reason.UNREACHABLE);
        return sent.get();
    }

    private static String header(HttpRequest request) {
        return request.getHeaders().getValue(com.azure.core.http.HttpHeaderName.AUTHORIZATION);
    }

    private static AzureRemote open(TestServer store) {
        return open(store, Map.of());
    }

    private static AzureRemote open(TestServer store, Map<String, String> more) {
        Map<String, String> options = new HashMap<>(more);
        options.put(
                "connection_string",
                "AccountName=devstore;AccountKey=%s;BlobEndpoint=%s/devstore".formatted(KEY, store.url()));
        RemoteSettings settings =
                new RemoteSettings("store", "azure://models/some/prefix", options, Duration.ofSeconds(20));
        return AzureRemote.open(settings, NO_VARIABLES);
    }

    private static RemoteSettings settings(Map<String, String> options) {
        return new RemoteSettings("store", "azure://models", options, Duration.ofSeconds(20));
    }
}
