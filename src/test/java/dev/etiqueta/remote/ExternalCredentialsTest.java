package dev.etiqueta.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of credentials that send for the credentials, which are the deployer's, and still not trusted unasked. */
class ExternalCredentialsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[default]\nregion = us-east-1\ncredential_process = touch %s",
                "[default]\nregion = us-east-1\nsource_profile = other\nrole_arn = r\n[profile other]\ncredential_process = touch %s",
                "[default]\nregion = us-east-1\nrole_arn = r\nweb_identity_token_file = %s",
            })
    void startsNoProcessForAProfile(String text) throws IOException {
        Path proof = folder.resolve("started");
        Path config = Files.writeString(folder.resolve("config"), text.formatted(proof));
        Map<String, String> options = Map.of("configpath", config.toString(), "profile", "default");

        assertThatExceptionOfType(RemoteOptionException.class)
                .isThrownBy(() -> open("s3://bucket", options, false))
                .satisfies(e -> assertThat(e.action()).contains("etiqueta.remote.allow-external-credentials"));
        assertThat(proof).doesNotExist();
        assertThatCode(() -> open("s3://bucket", options, true).close()).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"file\": \"/proc/self/environ\"}",
                "{\"url\": \"http://127.0.0.1:1/\"}",
                "{\"executable\": {\"command\": \"touch x\"}}",
                "{\"environment_id\": \"aws1\"}",
            })
    void asksNobodyForGooglesCredentials(String source) throws IOException {
        Path file = Files.writeString(folder.resolve("key.json"), """
                {"type": "external_account", "audience": "a", "subject_token_type": "t",
                 "token_url": "http://127.0.0.1:1/token", "credential_source": %s}""".formatted(source));

        assertThatExceptionOfType(RemoteOptionException.class)
                .isThrownBy(() -> open("gs://bucket", Map.of("credentialpath", file.toString()), false))
                .withMessageContaining("of the type 'external_account'");
    }

    @Test
    void refusesGooglesCredentialsThatStandForOthers() throws IOException {
        Path file = Files.writeString(
                folder.resolve("key.json"), "{\"type\": \"impersonated_service_account\", \"source_credentials\": {}}");

        assertThatExceptionOfType(RemoteOptionException.class)
                .isThrownBy(() -> open("gs://bucket", Map.of("credentialpath", file.toString()), false));
    }

    @Test
    void readsNoSuchCredentialsOfTheHomeFolderEither() throws IOException {
        String home = System.getProperty("user.home");
        Path file = folder.resolve(".config/gcloud/application_default_credentials.json");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file, "{\"type\": \"external_account\", \"credential_source\": {\"file\": \"/proc/self/environ\"}}");
        System.setProperty("user.home", folder.toString());
        try (Remote remote = open("gs://bucket", Map.of(), false)) {
            assertThatExceptionOfType(RemoteOptionException.class)
                    .isThrownBy(() -> remote.open("a").close())
                    .withMessageContaining("of the type 'external_account'");
        } finally {
            System.setProperty("user.home", home);
        }
    }

    private static Remote open(String url, Map<String, String> options, boolean external) {
        return Remotes.open(new RemoteSettings(
                "storage",
                url,
                new HashMap<>(options),
                Duration.ofSeconds(2),
                new Boundary(Egress.USUAL, true, external)));
    }
}
