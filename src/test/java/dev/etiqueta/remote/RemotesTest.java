package dev.etiqueta.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.etiqueta.failure.ActionableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemotesTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "/data/store, FolderRemote",
        "file:///data/store, FolderRemote",
        "http://host/path, HttpRemote",
        "HTTPS://host/path, HttpRemote",
        "webdav://host, HttpRemote",
        "webdavs://host/path/, HttpRemote",
        "s3://bucket/prefix, S3Remote",
        "azure://container/prefix, AzureRemote",
        "gs://bucket/prefix, GoogleRemote",
        "GCS://bucket, GoogleRemote",
        "ssh://user@host:2222/path, SshRemote",
        "sftp://host/path, SshRemote"
    })
    void opensARemoteByItsScheme(String url, String type) {
        try (Remote remote = open(url, Map.of("allow_anonymous_login", "true", "account_name", "team"))) {
            assertThat(remote)
                    .extracting(opened -> opened.getClass().getSimpleName())
                    .isEqualTo(type);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hdfs", "webhdfs", "oss", "gdrive", "remote", "ftp", "git+ssh"})
    void refusesOtherTypesWithTheSupportedOnes(String scheme) {
        UnsupportedRemoteException refusal = catchThrowableOfType(
                UnsupportedRemoteException.class, () -> open(scheme + "://user:secret@host/path", Map.of()));
        assertThat(refusal)
                .hasMessageContainingAll("storage", scheme + "://", "gs://", "ssh://", "http(s)://")
                .hasMessageNotContaining("secret");
        assertThat(refusal.action()).contains("dvc push");
    }

    @ParameterizedTest
    @ValueSource(strings = {"version_aware", "worktree"})
    void refusesRemotesThatStoreNoObjectsByDigest(String option) {
        assertThatThrownBy(() -> open("/data", Map.of(option, "True")))
                .isInstanceOf(UnsupportedRemoteException.class)
                .hasMessageContainingAll("storage", option);
        assertThat(open("/data", Map.of(option, "false"))).isInstanceOf(FolderRemote.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "https://h/p auth auth=digest",
                "https://h/p user auth=basic,password=secret",
                "https://h/p password auth=basic,user=u",
                "https://h/p password auth=custom,custom_auth_header=X-Key",
                "https://h/p custom_auth_header auth=custom,password=secret",
                "https://h/p custom_auth_header auth=custom,password=secret,custom_auth_header=a:b",
                "https://h/p ssl_verify ssl_verify=/no/such/file",
                "https://h/p connect_timeout connect_timeout=soon",
                "https://h/p read_timeout read_timeout=-1",
                "https://h/p read_timeout read_timeout=NaN",
                "webdavs://h/p timeout timeout=0",
                "webdavs://h/p password user=u",
                "webdavs://h/p cert_path cert_path=/no/such/file",
                "https://:secret@/p url jobs=4",
                "https://u:secret@h/a|b url jobs=4",
                "ssh:///path url jobs=4",
                "ssh://h/p port port=ssh",
                "ssh://h/p port port=65536",
                "ssh://h/p keyfile keyfile=/no/such/file",
                "ssh://h/p known_hosts known_hosts=/no/such/file",
                "gs:///path url jobs=4",
                "gs://b credentialpath credentialpath=/no/such/file",
                "gs://b endpointurl allow_anonymous_login=true,endpointurl=host",
                "gs://b allow_anonymous_login allow_anonymous_login=maybe"
            })
    void refusesOptionsThatMakeNoSense(String url, String option, String options) {
        ActionableException refusal = catchThrowableOfType(ActionableException.class, () -> open(url, parsed(options)));
        assertThat(refusal)
                .hasMessageContainingAll(option, "the remote 'storage'")
                .hasMessageNotContaining("secret");
        assertThat(refusal.action()).isNotBlank().doesNotContain("secret");
    }

    @Test
    void refusesASecretThatNoHeaderCanHoldWithoutSayingIt() {
        assertThatThrownBy(() -> open("https://h/p", Map.of("token", "secret\nHost: other")))
                .isInstanceOf(ActionableException.class)
                .hasMessageContaining("token")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {"https://h/p ssl_verify", "webdavs://h/p cert_path", "ssh://h/p keyfile", "gs://b credentialpath"})
    void refusesFilesThatHoldSomethingElse(String url, String option) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "secret");
        assertThatThrownBy(() -> open(url, Map.of(option, file.toString())))
                .isInstanceOf(ActionableException.class)
                .hasMessageContainingAll(option, file.toString())
                .hasMessageNotContaining("secret");
    }

    private static Map<String, String> parsed(String options) {
        return options == null
                ? Map.of()
                : Arrays.stream(options.split(","))
                        .map(option -> option.split("=", 2))
                        .collect(Collectors.toMap(option -> option[0], option -> option[1]));
    }

    private static Remote open(String url, Map<String, String> options) {
        return Remotes.open(new RemoteSettings("storage", url, options, Duration.ofSeconds(1)));
    }
}
