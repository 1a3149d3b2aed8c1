package dev.etiqueta.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.etiqueta.RepositoryFixture;
import dev.etiqueta.ServiceProcess;
import dev.etiqueta.git.UnsignedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.client.RestClient;

/** A service whose revisions need a signature. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "management.server.address=127.0.0.1",
            "management.endpoint.deployment.access=unrestricted",
            "management.endpoints.web.exposure.include=info,deployment",
            "etiqueta.repository.revision=alice"
        })
class SignedRevisionTest {

    @TempDir
    private static Path folder;

    private static RepositoryFixture fixture;

    private RestClient predictions;
    private RestClient management;

    @BeforeAll
    static void unpack() throws IOException {
        fixture = RepositoryFixture.unpack("signed", folder);
    }

    @DynamicPropertySource
    static void repository(DynamicPropertyRegistry properties) {
        settings("alice", "cache").forEach((name, value) -> properties.add(name, () -> value));
    }

    private static Map<String, String> settings(String revision, String cache) {
        return Map.of(
                "etiqueta.repository.url", fixture.repository().toString(),
                "etiqueta.repository.revision", revision,
                "etiqueta.repository.allowed-signers",
                        folder.resolve("allowed_signers").toString(),
                "etiqueta.repository.allowed-pgp-keys",
                        folder.resolve("allowed_pgp_keys").toString(),
                "etiqueta.remote.url", fixture.store("store").toString(),
                "etiqueta.cache.dir", folder.resolve(cache).toString());
    }

    @BeforeEach
    void connect(@LocalServerPort int port, @LocalManagementPort int managementPort) {
        predictions = client(port);
        management = client(managementPort);
    }

    private static RestClient client(int port) {
        return RestClient.builder()
                .baseUrl("http://localhost:" + port)
                .defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {})
                .build();
    }

    private ResponseEntity<String> deploy(String revision) {
        return management
                .post()
                .uri("/actuator/deployment")
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("revision", revision))
                .retrieve()
                .toEntity(String.class);
    }

    private String read(RestClient client, String path) {
        return client.get().uri(path).retrieve().body(String.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "pgp-dora", "alice"})
    void servesWhatIsSignedAndSaysByWhom(String revision) {
        String signer = "\"signers\":{\"revision\":\"%s"
                .formatted(
                        revision.startsWith("pgp") ? "Dora <dora@example.com> (OpenPGP " : revision + "@example.com (");

        assertThat(deploy(revision).getStatusCode().value()).isEqualTo(200);

        assertThat(read(predictions, "/v1/models")).contains(signer);
        assertThat(read(management, "/actuator/info")).contains(signer);
        assertThat(read(management, "/actuator/deployment")).contains(signer);
    }

    @Test
    void writesDownWhoSignedIt() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger log = (Logger) LoggerFactory.getLogger(Deployer.class);
        log.addAppender(lines);
        // Commands in the same process may have made it quieter.
        log.setLevel(Level.INFO);
        try {
            deploy("bob");
            deploy("alice");
        } finally {
            log.detachAppender(lines);
            log.setLevel(null);
        }
        assertThat(lines.list).anySatisfy(line -> assertThat(line.getKeyValuePairs())
                .anyMatch(pair -> pair.key.equals("signer")
                        && String.valueOf(pair.value).startsWith("alice@example.com (SHA256:")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mallory", "pgp-mallory", "unsigned", "lightweight", "replayed", "tampered", "v*", "main"})
    void servesOnWhereItIsNotSigned(String revision) {
        deploy("alice");

        ResponseEntity<String> refused = deploy(revision);

        assertThat(refused.getStatusCode().value()).isEqualTo(422);
        assertThat(refused.getBody()).contains("does not count", "git tag -s").doesNotContain("allowed_signers");
        assertThat(read(predictions, "/v1/models")).contains("\"version\":\"alice\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mallory", "unsigned"})
    void doesNotStartWithARevisionThatIsNotSigned(String revision) {
        Binder binder = new Binder(new MapConfigurationPropertySource(settings(revision, "other")));
        try (ModelRepository repository = RepositoryFactory.of(binder).open()) {
            assertThatExceptionOfType(UnsignedException.class).isThrownBy(repository::fetchAtStart);
        }
    }

    @Test
    void saysAtTheStartWhyAndWhatToDo() throws Exception {
        String[] properties = settings("unsigned", "third").entrySet().stream()
                .map(setting -> "--%s=%s".formatted(setting.getKey(), setting.getValue()))
                .toArray(String[]::new);
        try (ServiceProcess service = ServiceProcess.start(folder, List.of(), properties)) {
            assertThat(service.exitStatus()).isEqualTo(1);
            assertThat(service.log())
                    .contains("APPLICATION FAILED TO START", "does not count", "Action:", "git tag -s");
        }
    }
}
