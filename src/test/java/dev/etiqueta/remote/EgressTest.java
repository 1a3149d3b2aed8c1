package dev.etiqueta.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EgressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.170.2:80",
                "2852039166",
                "0xa9fea9fe",
                "0251.0376.0251.0376",
                "169.254.43518",
                "169.254.169.254.",
                "[::ffff:169.254.169.254]",
                "[::ffff:a9fe:a9fe]",
                "[64:ff9b::a9fe:a9fe]",
                "[fe80::1]",
                "[fd00:ec2::254]",
                "[fd00:ec2::23]",
                "[fd20:ce::254]",
                "[64:ff9b:1::a9fe:a9fe]",
                "[64:ff9b:1:a9fe:a9:fe00::]",
                "[2002:a9fe:a9fe::1]",
                "[::ffff:0:a9fe:a9fe]",
                "[fe80::5efe:a9fe:a9fe]",
                "[2001:db8::5efe:a9fe:a9fe]",
                "[::a9fe:a9fe]",
                "169%2e254%2e169%2e254",
                "\uff11\uff16\uff19.254.169.254",
                "169\u3002254\u3002169\u3002254",
                "metadata\u3002google.internal",
                "100.100.100.200",
                "192.0.0.192",
                "168.63.129.16",
                "metadata.google.internal",
                "METADATA.google.internal.",
                "0.0.0.0",
                "0",
                "[::]",
                "224.0.0.1",
            })
    void neverAsksTheMachinesOwnNetwork(String host) {
        for (boolean named : new boolean[] {true, false}) {
            assertThatExceptionOfType(ForbiddenHostException.class)
                    .isThrownBy(() -> Egress.USUAL.check(URI.create("http://" + host + "/x"), named))
                    .withMessageContaining("allowed-hosts");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "store.example.com, https://store.example.com/x, true",
        "store.example.com, https://STORE.example.com.:8443/x, true",
        "store.example.com, https://evil-store.example.com, false",
        "*.example.com, https://a.b.example.com, true",
        "*.example.com, https://example.com, false",
        "*.example.com, https://badexample.com, false",
        "localhost:9000, http://localhost:9000/b, true",
        "localhost:9000, http://localhost:9001/b, false",
        "store.example.com:443, https://store.example.com, true",
        "[::1]:80, http://[::1], true",
        "my_store:9000, http://my_store:9000/, true",
        "store.example.com, http://store.example.com@evil.example.org/, false",
    })
    void listsHosts(String pattern, URI server, boolean listed) {
        assertThat(Egress.of(List.of(pattern), Set.of()).lists(server)).isEqualTo(listed);
    }

    @Test
    void asksOnlyListedHostsWhereThereIsAList() {
        Egress egress = Egress.of(List.of("127.0.0.1", "169.254.169.254"), Set.of());

        assertThatCode(() -> egress.check(URI.create("http://127.0.0.1:1/"), false))
                .doesNotThrowAnyException();
        assertThatCode(() -> egress.check(URI.create("http://169.254.169.254/"), false))
                .doesNotThrowAnyException();
        assertThatExceptionOfType(ForbiddenHostException.class)
                .isThrownBy(() -> egress.check(URI.create("http://localhost:1/"), false));
        assertThatCode(() -> egress.check(URI.create("http://localhost:1/"), true))
                .as("the deployer has named it already")
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://host", "host/path", "*", "a b", "host:port", "*.", ""})
    void refusesAListThatHoldsNoHost(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Egress.of(List.of(pattern), Set.of()))
                .withMessageContaining("etiqueta.remote.allowed-hosts");
    }

    @Test
    void readsOnlyListedTypes() {
        Boundary boundary = new Boundary(Egress.of(List.of(), Set.of("S3")), false, false);

        assertThatExceptionOfType(UnsupportedRemoteException.class)
                .isThrownBy(() -> open("https://127.0.0.1/x", Map.of(), boundary))
                .withMessageContaining("https://, which etiqueta.remote.allowed-schemes does not list");
        assertThatCode(() -> open("s3://bucket", Map.of("allow_anonymous_login", "true"), boundary)
                        .close())
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "https://127.0.0.1/x, token=t",
        "https://127.0.0.1/x, 'auth=basic,user=u,password=p'",
        "https://127.0.0.1/x, 'auth=custom,custom_auth_header=X-Key,password=p'",
        "webdavs://127.0.0.1/x, 'user=u,password=p'",
        "webdavs://127.0.0.1/x, token=t",
        "ssh://me@127.0.0.1/x, password=p",
    })
    void sendsNoSecretToAServerThatTheRepositoryNames(String url, String options) {
        Map<String, String> given = options(options);

        assertThatExceptionOfType(RemoteOptionException.class)
                .isThrownBy(() -> open(url, given, new Boundary(Egress.USUAL, false, false)))
                .withMessageContaining("it is the repository that names its server, 127.0.0.1")
                .satisfies(
                        e -> assertThat(e.action()).contains("etiqueta.remote.allowed-hosts", "etiqueta.remote.url"));
        Boundary allowed = new Boundary(Egress.of(List.of("127.0.0.1"), Set.of()), false, false);
        assertThatCode(() -> open(url, given, allowed).close()).doesNotThrowAnyException();
    }

    @Test
    void sendsNoSessionTokenToAServerThatTheRepositoryNames() throws IOException {
        try (TestServer server = TestServer.answering(Answer.of(200, Map.of(), "hello"))) {
            Map<String, String> keys =
                    options("access_key_id=k,secret_access_key=s,region=us-east-1,endpointurl=" + server.url());
            Map<String, String> session = options(
                    "session_token=t,access_key_id=k,secret_access_key=s,region=us-east-1,endpointurl=" + server.url());
            Boundary boundary = new Boundary(Egress.USUAL, false, false);

            RemoteException refused = RemoteTester.failure(open("s3://bucket", session, boundary), "a");

            assertThat(refused).hasMessageContaining("it is the repository that names the server");
            assertThat(server.requests()).isEmpty();
            assertThat(RemoteTester.read(open("s3://bucket", keys, boundary), "a"))
                    .isEqualTo("hello");
        }
    }

    @Test
    void followsNoRedirectToAnotherHost() throws IOException {
        try (TestServer server = new TestServer();
                TestServer other = TestServer.answering(Answer.of(200, Map.of(), "inner"))) {
            String target = other.url().replace("127.0.0.1", "localhost") + "/inner?secret=1";
            server.answer("/a", 302, Map.of("Location", target), "");

            RemoteException refused = RemoteTester.failure(RemoteTester.open(server.url(), Map.of()), "a");

            assertThat(refused)
                    .hasMessageContaining("redirects to another host")
                    .hasMessageNotContaining("secret");
            assertThat(other.requests()).isEmpty();
            Boundary allowed = new Boundary(Egress.of(List.of("localhost"), Set.of()), true, false);
            assertThat(RemoteTester.read(open(server.url(), Map.of(), allowed), "a"))
                    .isEqualTo("inner");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "301, 's3://bucket,endpointurl=%s,access_key_id=k,secret_access_key=s'",
        "307, 's3://bucket,endpointurl=%s,allow_anonymous_login=true'",
        "307, 'gs://bucket,endpointurl=%s,allow_anonymous_login=true'",
        "301, 'azure://container,connection_string=BlobEndpoint=%s/a;AccountName=a;AccountKey=a2V5'",
        "302, 'azure://container,connection_string=BlobEndpoint=%s/a;AccountName=a;AccountKey=a2V5'",
        "307, 'azure://container,connection_string=BlobEndpoint=%s/a;AccountName=a;AccountKey=a2V5'",
        "303, 'webdav:%s,user=u,password=p'",
    })
    void followsNoRedirectOfAnyStore(int status, String remote) throws IOException {
        try (TestServer other = TestServer.answering(Answer.of(200, Map.of(), "inner"));
                TestServer server = TestServer.answering(Answer.of(
                        status,
                        Map.of(
                                "Location",
                                other.url().replace("127.0.0.1", "localhost") + "/inner",
                                "x-amz-bucket-region",
                                "eu-west-1"),
                        "<Error><Code>PermanentRedirect</Code><Endpoint>localhost</Endpoint></Error>"))) {
            String[] parts = remote.formatted(server.url())
                    .replace("webdav:http", "webdav")
                    .split(",", 2);

            try (Remote opened = open(parts[0], options(parts[1]), Boundary.DEPLOYER)) {
                assertThat(RemoteTester.failure(opened, "a").getMessage()).doesNotContain("inner");
            }
            assertThat(server.requests()).isNotEmpty();
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void asksNoMetadataForAServerThatTheRepositoryNames() throws IOException {
        try (TestServer metadata = TestServer.answering(Answer.of(200, Map.of(), "role"));
                TestServer server = TestServer.answering(Answer.of(200, Map.of(), "hello"))) {
            System.setProperty("aws.ec2MetadataServiceEndpoint", metadata.url());
            try (Remote remote = open(
                    "s3://bucket",
                    options("region=us-east-1,endpointurl=" + server.url()),
                    new Boundary(Egress.USUAL, false, false))) {
                RemoteTester.failure(remote, "a");
            } finally {
                System.clearProperty("aws.ec2MetadataServiceEndpoint");
            }
            assertThat(metadata.requests()).isEmpty();
            assertThat(server.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://169.254.169.254/latest/meta-data", "http://[::ffff:a9fe:a9fe]/", "http://2852039166/"})
    void followsNoRedirectToTheMachinesOwnNetwork(String target) throws IOException {
        try (TestServer server = new TestServer()) {
            server.answer("/a", 302, Map.of("Location", target), "");

            assertThat(RemoteTester.failure(RemoteTester.open(server.url(), Map.of()), "a"))
                    .hasMessageContaining("allowed-hosts");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://169.254.169.254/x,",
        "webdav://169.254.169.254/x,",
        "ssh://me@169.254.169.254/x,",
        "s3://bucket, 'endpointurl=http://169.254.169.254,allow_anonymous_login=true'",
        "gs://bucket, 'endpointurl=http://169.254.169.254,allow_anonymous_login=true'",
    })
    void asksThereWithNoTypeOfRemote(String url, String options) throws IOException {
        try (Remote remote = open(url, options(options), new Boundary(Egress.USUAL, false, false))) {
            RemoteException refused = RemoteTester.failure(remote, "a");

            assertThat(refused).hasMessageContaining("169.254.169.254 is an address of this machine's own network");
            assertThat(refused.reason()).isEqualTo(RemoteException.Reason.FAILED);
        }
    }

    private static Map<String, String> options(String text) {
        return text == null
                ? Map.of()
                : List.of(text.split(",")).stream()
                        .map(option -> option.split("=", 2))
                        .collect(java.util.stream.Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private static Remote open(String url, Map<String, String> options, Boundary boundary) {
        return Remotes.open(new RemoteSettings("storage", url, options, Duration.ofSeconds(2), boundary));
    }
}
