package dev.etiqueta.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.etiqueta.failure.ActionableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.DigestUtils;

/** Who may push decides which objects are served, and gets nothing of the machine that serves them. */
class PusherTest {

    private static final String MODEL = "b1946ac92492d2347c6235b4d2611184";

    @TempDir
    private Path folder;

    private ServerSocket server;
    private Path proof;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server.setSoTimeout(1);
        proof = folder.resolve("started");
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void startsNoProcessForAPushedProfile(boolean urlIsSet) throws Exception {
        String profile = "[profile evil]\nregion = us-east-1\ncredential_process = touch %s\n".formatted(proof);
        commit("""
                [core]
                    remote = evil
                ['remote "evil"']
                    url = s3://bucket/x
                    endpointurl = %s
                    profile = evil
                    configpath = %s
                """.formatted(url(), cached(profile)));

        assertNothingHappens("'profile'", urlIsSet);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sendsNoFileForPushedCredentials(boolean urlIsSet) throws Exception {
        String credentials = """
                {"type": "external_account", "audience": "a", "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
                 "token_url": "%s/token", "credential_source": {"file": "/proc/self/environ"}}""".formatted(url());
        commit("""
                [core]
                    remote = evil
                ['remote "evil"']
                    url = gs://bucket/x
                    credentialpath = %s
                """.formatted(cached(credentials)));

        assertNothingHappens("'credentialpath'", urlIsSet);
    }

    @Test
    void takesACommittedLocalConfigurationForTheRepositorys() throws Exception {
        commit("[core]\n    remote = evil\n['remote \"evil\"']\n    url = %s/x\n".formatted(url()), """
                ['remote "evil"']
                    ssl_verify = false
                """);

        assertNothingHappens("'ssl_verify'", false);
    }

    @Test
    void namesNoCachedObjectAsConfigurationForTheDeployerEither() throws Exception {
        String profile = "[profile mine]\nregion = us-east-1\naws_access_key_id = k\naws_secret_access_key = s\n";
        Path link = Files.createSymbolicLink(folder.resolve("link"), cached(profile));
        commit("[core]\n    remote = s\n['remote \"s\"']\n    url = s3://bucket/x\n    endpointurl = %s\n"
                .formatted(url()));

        for (Path file : new Path[] {cached(profile), link}) {
            assertRefused(
                    "configpath names a file in the cache",
                    Map.of("etiqueta.remote.options.configpath", file.toString()));
        }
    }

    @Test
    void sendsNoPasswordOfTheDeployerToAServerOfTheRepository() throws Exception {
        commit("[core]\n    remote = s\n['remote \"s\"']\n    url = %s/x\n    auth = basic\n    user = u\n"
                .formatted(url()));

        assertRefused(
                "it is the repository that names its server", Map.of("etiqueta.remote.options.password", "secret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\0b",
                "ssh://a b/x",
                "ssh://a^b/x",
                "ssh://[zz]/x",
                "ssh://host:99999/x",
                "https://%zz/x",
                "https://[::1/x",
                "http://169%2e254%2e169%2e254/x",
                "http://\uff11\uff16\uff19.254.169.254/x",
                "webdav://",
                "s3://a..b/x",
                "s3://-/x",
                "s3://b--use1-az4--x-s3/x",
                "s3://arn:aws:s3:::b",
                "gs://b/%00",
                "azure://$web/x",
                "file://host/share",
                "file:////host/share",
                "//host/share",
                "\\\\host\\share",
                "file:///a\0b",
                "~root/x",
                "../../../../../../etc",
                "remote://evil",
                "remote://",
                "remote://nobody/x",
                "hdfs://a/b",
                "ext::sh -c touch% x",
                "http://a/\u0000",
            })
    void answersAnyUrlWithAProblem(String url) throws Exception {
        commit("[core]\n    remote = evil\n['remote \"evil\"']\n    url = %s\n".formatted(url));

        assertRefused(
                "",
                Map.of(
                        "etiqueta.remote.options.allow_anonymous_login",
                        "true",
                        "etiqueta.remote.timeout",
                        "1s",
                        "etiqueta.deployment.timeout",
                        "1s"));
    }

    @Test
    @Timeout(10)
    void takesNoTimeForRemotesThatAreFoldersOfEachOther() throws Exception {
        StringBuilder config = new StringBuilder("[core]\n    remote = r0\n");
        for (int i = 0; i < 15_000; i++) {
            config.append("['remote \"r%d\"']\n    url = remote://r%d///x\n".formatted(i, i + 1));
        }
        commit(config.toString());

        assertRefused("of more than 10 others", Map.of());
    }

    @Test
    @Timeout(10)
    void takesNoTimeForAUrlOfSlashes() throws Exception {
        commit("[core]\n    remote = s\n['remote \"s\"']\n    url = s3://b%s?\n".formatted("/".repeat(2040)));

        assertRefused("not of the form s3://BUCKET/PREFIX", Map.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://bucket", "gs://bucket", "azure://container"})
    void asksNoVendorThatTheDeployerDoesNotList(String url) throws Exception {
        commit("[core]\n    remote = s\n['remote \"s\"']\n    url = %s\n    account_name = account\n".formatted(url));

        assertRefused(
                "etiqueta.remote.allowed-hosts does not list the host",
                Map.of(
                        "etiqueta.remote.allowed-hosts",
                        "store.example.com",
                        "etiqueta.remote.options.allow_anonymous_login",
                        "true"));
    }

    private void assertNothingHappens(String option, boolean urlIsSet) throws IOException {
        if (urlIsSet) {
            Path store = Files.createDirectories(folder.resolve("store"));
            assertRefused("does not have models", Map.of("etiqueta.remote.url", store.toString()));
        } else {
            assertRefused(option, Map.of());
        }
        assertThat(proof).doesNotExist();
    }

    private void assertRefused(String message, Map<String, String> given) throws IOException {
        Map<String, String> properties = new HashMap<>(given);
        properties.put("etiqueta.repository.url", folder.resolve("repository").toString());
        properties.put("etiqueta.repository.revision", "v1");
        properties.put("etiqueta.cache.dir", folder.resolve("cache").toString());
        Binder binder = new Binder(new MapConfigurationPropertySource(properties));

        try (ModelRepository repository = RepositoryFactory.of(binder).open()) {
            assertThatExceptionOfType(ActionableException.class)
                    .isThrownBy(() -> repository.fetch(null))
                    .withMessageContaining(message)
                    .satisfies(e -> assertThat(e.getMessage() + e.action())
                            .doesNotContain("secret")
                            .hasSizeLessThan(2000));
        }
        assertThatExceptionOfType(java.net.SocketTimeoutException.class)
                .as("a connection")
                .isThrownBy(() -> server.accept());
    }

    /** An object that was deployed before. */
    private Path cached(String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        String digest = HexFormat.of().formatHex(DigestUtils.md5Digest(bytes));
        Path object = folder.resolve("cache/files/md5/%s/%s".formatted(digest.substring(0, 2), digest.substring(2)));
        Files.createDirectories(object.getParent());
        return Files.write(object, bytes);
    }

    private void commit(String config) throws IOException, GitAPIException {
        commit(config, "");
    }

    private void commit(String config, String local) throws IOException, GitAPIException {
        Path repository = Files.createDirectories(folder.resolve("repository"));
        try (Git git = Git.init().setDirectory(repository.toFile()).call()) {
            Files.createDirectories(repository.resolve(".dvc"));
            Files.writeString(repository.resolve(".dvc/config"), config);
            Files.writeString(repository.resolve(".dvc/config.local"), local);
            Files.writeString(
                    repository.resolve("models.dvc"),
                    "outs:\n- md5: %s.dir\n  hash: md5\n  path: models\n".formatted(MODEL));
            git.add().addFilepattern(".").call();
            git.commit()
                    .setMessage("A pushed commit")
                    .setAuthor("A", "a@example.com")
                    .setSign(false)
                    .call();
            git.tag().setName("v1").setAnnotated(false).call();
        }
    }

    private String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }
}
