package dev.etiqueta.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RepositoryOptionsTest {

    @ParameterizedTest
    @CsvSource({
        "url, s3://bucket/prefix",
        "endpointurl, https://store.example.com",
        "region, eu-west-1",
        "account_name, team",
        "allow_anonymous_login, true",
        "auth, basic",
        "custom_auth_header, X-Key",
        "user, git",
        "port, 2222",
        "version_aware, true",
        "worktree, true",
    })
    void takesWhereTheObjectsAre(String option, String value) {
        assertThat(taken(Map.of(option, value))).isEqualTo(Map.of(option, value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "profile",
                "configpath",
                "credentialpath",
                "access_key_id",
                "secret_access_key",
                "session_token",
                "connection_string",
                "account_key",
                "sas_token",
                "tenant_id",
                "client_id",
                "client_secret",
                "keyfile",
                "password",
                "passphrase",
                "token",
                "cert_path",
                "key_path",
                "known_hosts",
                "ssl_verify",
                "sse_customer_key",
                "oss_key_id",
                "oss_key_secret",
                "kerb_ticket",
                "gdrive_service_account_json_file_path",
                "gdrive_user_credentials_file",
                "gdrive_client_secret",
            })
    void refusesByNameWhatIsTheDeployers(String option) {
        assertThatExceptionOfType(DvcException.class)
                .isThrownBy(() -> taken(Map.of("url", "s3://b", option, "false")))
                .withMessageContaining(".dvc/config of v1 sets '%s' of the remote 'store'".formatted(option))
                .satisfies(e -> assertThat(e.action()).contains("etiqueta.remote.options." + option));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://me:secret@host/x", "ssh://me:secret@host/x", "webdav://:secret@host"})
    void refusesALoginInTheUrlWithoutShowingIt(String url) {
        assertThatExceptionOfType(DvcException.class)
                .isThrownBy(() -> taken(Map.of("url", url)))
                .withMessageContaining("'password'")
                .satisfies(e -> assertThat(e.getMessage() + e.action()).doesNotContain("secret"));
    }

    @Test
    void leavesAsideWhatConcernsWritingOnly() {
        Map<String, String> written = Map.of(
                "jobs",
                "4",
                "acl",
                "private",
                "sse",
                "AES256",
                "ssl_verify",
                "True",
                "read_timeout",
                "9999",
                "new",
                "x");

        assertThat(taken(written)).isEmpty();
    }

    @Test
    void takesNoValueLongerThanAUrl() {
        assertThatExceptionOfType(DvcException.class)
                .isThrownBy(() -> taken(Map.of("url", "s3://" + ":@".repeat(400_000))))
                .withMessageContaining("800005 characters for 'url'");
    }

    private static Map<String, String> taken(Map<String, String> options) {
        return RepositoryOptions.taken(".dvc/config of v1", "store", options);
    }
}
