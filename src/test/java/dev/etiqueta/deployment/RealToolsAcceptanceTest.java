package dev.etiqueta.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.Tool;
import dev.etiqueta.dvc.PackedProject;
import dev.etiqueta.dvc.TrackedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What `dvc add`, `dvc push` and `git tag` leave is served at one tag, and then at the next. */
@Tag("acceptance")
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "management.server.address=127.0.0.1",
            "management.endpoint.deployment.access=unrestricted",
            "management.endpoints.web.exposure.include=deployment",
            "etiqueta.repository.revision=v1"
        })
@DirtiesContext
class RealToolsAcceptanceTest {

    @TempDir
    private static Path folder;

    private static Path project;

    @BeforeAll
    static void tagTwoRevisions() throws IOException, InterruptedException {
        project = Files.createDirectory(folder.resolve("project"));
        Path models = Files.createDirectory(project.resolve("models"));
        for (TrackedFile file : new PackedProject(RealToolsAcceptanceTest.class.getClassLoader(), "dvc")
                .read("models.dvc")
                .files()) {
            Files.write(models.resolve(file.path()), file.content());
        }
        run("git", "init", "--quiet", "--initial-branch", "main");
        run("dvc", "init", "--quiet");
        run("dvc", "remote", "add", "--default", "storage", "../store");
        tag("v1");
        Files.delete(models.resolve("digit_classifier.onnx"));
        Files.delete(models.resolve("digit_classifier.yaml"));
        tag("v2");
    }

    @DynamicPropertySource
    static void repository(DynamicPropertyRegistry properties) {
        properties.add("etiqueta.repository.url", () -> project.toString());
        properties.add("etiqueta.cache.dir", () -> folder.resolve("cache").toString());
    }

    @Test
    void servesOneTagAndThenTheNext(@LocalServerPort int port, @LocalManagementPort int managementPort)
            throws IOException, InterruptedException {
        RestClient http = RestClient.create("http://localhost:" + port);
        assertThat(predict(http).path("version").asString()).isEqualTo("v1");
        assertThat(http.get().uri("/v1/models").retrieve().body(String.class)).contains("digit_classifier");

        RestClient.create("http://localhost:" + managementPort)
                .post()
                .uri("/actuator/deployment")
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("revision", "v2"))
                .retrieve()
                .toBodilessEntity();

        JsonNode answer = predict(http);
        assertThat(answer.path("version").asString()).isEqualTo("v2");
        assertThat(answer.path("predictions").path(0).path("label").asString()).isEqualTo("3");
        assertThat(http.get().uri("/v1/models").retrieve().body(String.class)).doesNotContain("digit_classifier");
        dvcTakesTheCacheForItsOwn();
        startsFromTheCacheWhenProjectAndRemoteAreGone();
    }

    /** The remote of this project is relative to it. */
    private static void startsFromTheCacheWhenProjectAndRemoteAreGone() throws IOException {
        Files.move(project, folder.resolve("project.away"));
        Files.move(folder.resolve("store"), folder.resolve("store.away"));
        Binder binder = new Binder(new MapConfigurationPropertySource(Map.of(
                "etiqueta.repository.url", project.toString(),
                "etiqueta.repository.revision", "v1",
                "etiqueta.cache.dir", folder.resolve("cache").toString())));
        try (ModelRepository repository = RepositoryFactory.of(binder).open();
                Release release = repository.fetchAtStart()) {
            assertThat(release.revision().version()).isEqualTo("v1");
            assertThat(release.files().files()).hasSize(4).allSatisfy(file -> assertThat(file.content())
                    .isNotEmpty());
        }
    }

    private static JsonNode predict(RestClient http) throws IOException {
        byte[] three = Files.readAllBytes(Path.of("src/test/resources/digits/three.png"));
        return new JsonMapper()
                .readTree(http.post()
                        .uri("/v1/models/binary_classifier_3:predict")
                        .contentType(MediaType.IMAGE_PNG)
                        .body(three)
                        .retrieve()
                        .body(String.class));
    }

    private static void dvcTakesTheCacheForItsOwn() throws IOException, InterruptedException {
        Path clone = folder.resolve("clone");
        run("git", "clone", "--quiet", "--branch", "v1", ".", clone.toString());
        Tool.run(
                clone, "dvc", "cache", "dir", "--local", folder.resolve("cache").toString());
        Tool.run(clone, "dvc", "checkout", "--quiet");
        assertThat(clone.resolve("models/digit_classifier.onnx")).isNotEmptyFile();
    }

    private static void tag(String tag) throws IOException, InterruptedException {
        run("dvc", "add", "--quiet", "models");
        run("dvc", "push", "--quiet");
        run("git", "add", "--all");
        run("git", "-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--quiet", "-m", tag);
        run("git", "tag", tag);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Tool.run(project, command);
    }
}
