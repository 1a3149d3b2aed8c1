package dev.etiqueta.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.TaggedModels;
import dev.etiqueta.Tool;
import dev.etiqueta.dvc.PackedProject;
import dev.etiqueta.dvc.TrackedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

/** The OpenSSF's own model_signing signs, with certificates that openssl makes, and the service verifies. */
@Tag("acceptance")
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "management.server.address=127.0.0.1",
            "management.endpoint.deployment.access=unrestricted",
            "management.endpoints.web.exposure.include=deployment",
            "etiqueta.repository.revision=good",
            "etiqueta.models.signature.subjects=CN=signer"
        })
class ModelSigningAcceptanceTest {

    @TempDir
    private static Path folder;

    private static TaggedModels repository;

    @BeforeAll
    static void sign() throws IOException, InterruptedException, GitAPIException {
        certificate("authority", "-x509", "-days", "2", "-addext", "basicConstraints=critical,CA:TRUE");
        issued("signer");
        issued("other");
        Path models = Files.createDirectory(folder.resolve("models"));
        for (TrackedFile file : new PackedProject(ModelSigningAcceptanceTest.class.getClassLoader(), "dvc")
                .read("models.dvc")
                .files()) {
            Files.write(models.resolve(file.path()), file.content());
        }
        repository = new TaggedModels(folder.resolve("project"));
        signWithCertificate("signer");
        Map<String, byte[]> good = read(models);
        repository.files("good", good);
        good.put("extra.txt", new byte[1]);
        repository.files("extra", good);
        good.remove("extra.txt");
        byte[] model = good.get("digit_classifier.onnx").clone();
        model[model.length / 2] ^= 1;
        good.put("digit_classifier.onnx", model);
        repository.files("flipped", good);
        good.remove("digit_classifier.onnx");
        repository.files("missing", good);
        good.remove("model.sig");
        repository.files("unsigned", good);
        signWithCertificate("other");
        repository.files("other", read(models));
        Tool.run(
                folder,
                "model_signing",
                "sign",
                "key",
                "--signature=models/model.sig",
                "--private_key=signer.key",
                "models");
        repository.files("key", read(models));
    }

    private static void certificate(String name, String... options) throws IOException, InterruptedException {
        Tool.run(
                folder,
                Stream.concat(
                                Stream.of(
                                        "openssl",
                                        "req",
                                        "-newkey",
                                        "ec",
                                        "-pkeyopt",
                                        "ec_paramgen_curve:P-256",
                                        "-nodes",
                                        "-keyout",
                                        name + ".key",
                                        "-out",
                                        name + ".pem",
                                        "-subj",
                                        "/CN=" + name),
                                Stream.of(options))
                        .toArray(String[]::new));
    }

    private static void issued(String name) throws IOException, InterruptedException {
        Files.writeString(folder.resolve("usage"), "keyUsage=critical,digitalSignature\n");
        certificate(name);
        Tool.run(
                folder,
                "openssl",
                "x509",
                "-req",
                "-in",
                name + ".pem",
                "-CA",
                "authority.pem",
                "-CAkey",
                "authority.key",
                "-CAcreateserial",
                "-days",
                "2",
                "-extfile",
                "usage",
                "-out",
                name + ".crt");
    }

    private static void signWithCertificate(String name) throws IOException, InterruptedException {
        Tool.run(
                folder,
                "model_signing",
                "sign",
                "certificate",
                "--signature=models/model.sig",
                "--private_key=" + name + ".key",
                "--signing_certificate=" + name + ".crt",
                "--certificate_chain=authority.pem",
                "models");
    }

    private static Map<String, byte[]> read(Path models) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(models)) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return contents;
    }

    @DynamicPropertySource
    static void repository(DynamicPropertyRegistry properties) {
        properties.add("etiqueta.repository.url", () -> repository.repository().toString());
        properties.add("etiqueta.remote.url", () -> repository.store().toString());
        properties.add("etiqueta.cache.dir", () -> folder.resolve("cache").toString());
        properties.add("etiqueta.models.signature.certificates", () -> folder.resolve("authority.pem")
                .toString());
    }

    private static RestClient client(int port) {
        return RestClient.builder()
                .baseUrl("http://localhost:" + port)
                .defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {})
                .build();
    }

    private static ResponseEntity<String> deploy(int port, String revision) {
        return client(port)
                .post()
                .uri("/actuator/deployment")
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("revision", revision))
                .retrieve()
                .toEntity(String.class);
    }

    private static String models(int port) {
        return String.valueOf(client(port).get().uri("/v1/models").retrieve().body(String.class));
    }

    @Test
    void servesWhatIsSignedAndSaysByWhom(@LocalServerPort int port) {
        assertThat(models(port)).contains("\"version\":\"good\"", "\"signers\":{\"models\":\"certificate CN=signer\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"extra", "flipped", "missing", "unsigned", "other", "key"})
    void servesOnWhereSomethingElseIsThere(
            String revision, @LocalServerPort int port, @LocalManagementPort int managementPort) {
        ResponseEntity<String> refused = deploy(managementPort, revision);

        assertThat(refused.getStatusCode().value()).isEqualTo(422);
        assertThat(refused.getBody()).contains("the signature of the models does not count");
        assertThat(models(port)).contains("\"version\":\"good\"");
    }
}
