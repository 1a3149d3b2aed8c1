package dev.etiqueta.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.etiqueta.TestDigits;
import dev.etiqueta.deployment.Deployer;
import dev.etiqueta.dvc.DvcProjectFixture;
import dev.etiqueta.dvc.PackedProject;
import dev.etiqueta.dvc.TrackedFile;
import dev.etiqueta.failure.ActionableException;
import dev.etiqueta.model.ModelFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A scrape of the running service under all kinds of traffic, beside what the README says of it. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
class ScrapeTest {

    /** Tags of which the README says what they may be; the values of others are names, or come with the models. */
    private static final Set<String> WITH_KNOWN_VALUES = Set.of("outcome", "reason", "feature");

    @TempDir
    private static Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    @Autowired
    private Deployer deployer;

    private String root;

    @DynamicPropertySource
    static void repository(DynamicPropertyRegistry properties) throws IOException {
        Path models = project().write();
        properties.add("etiqueta.repository.path", models::toString);
        properties.add("etiqueta.cache.dir", folder.resolve("cache")::toString);
    }

    /** The models of this repository, and one without a card. */
    private static DvcProjectFixture project() {
        DvcProjectFixture project = new DvcProjectFixture(folder);
        for (TrackedFile file : packed()) {
            project.file(file.path(), file.content());
        }
        return project.file("gather.onnx", ModelFiles.onnx("gather"));
    }

    private static List<TrackedFile> packed() {
        return new PackedProject(ScrapeTest.class.getClassLoader(), "dvc")
                .read("models.dvc")
                .files();
    }

    @BeforeEach
    void useIt(@LocalServerPort int port) throws IOException {
        root = "http://localhost:" + port;
        ask();
        misuse("nobody");
        deploy();
        ask();
    }

    @Test
    void agreesWithTheReadmeNameByName() throws IOException {
        Scrape scrape = scrape();
        Map<String, String> documented = DocumentedMeter.ofReadme().stream()
                .collect(Collectors.toMap(DocumentedMeter::name, DocumentedMeter::type));

        assertThat(scrape.types()).containsAllEntriesOf(documented);
        assertThat(documented.keySet())
                .containsAll(scrape.types().keySet().stream()
                        .filter(name -> name.startsWith("model_"))
                        .toList());
    }

    @Test
    void agreesWithTheReadmeTagByTag() throws IOException {
        Scrape scrape = scrape();

        assertThat(DocumentedMeter.ofReadme()).hasSizeGreaterThan(25).allSatisfy(meter -> {
            assertThat(scrape.tags(meter.name())).containsExactly(meter.tags());
            if (meter.name().startsWith("model_") || meter.name().startsWith("server_")) {
                for (String tag : meter.tags()) {
                    if (WITH_KNOWN_VALUES.contains(tag)) {
                        assertThat(scrape.values(meter.name(), tag)).isEqualTo(meter.words());
                    }
                }
            }
        });
    }

    @Test
    void opensNoTimeSeriesForWhatClientsSend() {
        misuse("first");
        scrape();
        Set<String> before = scrape().series();
        for (int i = 0; i < 10; i++) {
            misuse("evil" + i);
        }
        Set<String> after = scrape().series();

        // The JVM has a new one with each new cause of a garbage collection.
        assertThat(after.stream().filter(series -> !before.contains(series) && !series.startsWith("jvm_gc_")))
                .isEmpty();
        assertThat(String.join("\n", after).toLowerCase(Locale.ROOT)).doesNotContain("evil", "first");
    }

    /** All that a well-meaning client does. */
    private void ask() {
        HttpResponse<String> answer = post("/predict", "image/png", TestDigits.png(0));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        String id = answer.headers().firstValue("X-Prediction-Id").orElseThrow();
        assertThat(postJson(
                                "/v1/models/binary_classifier_3/feedback",
                                "{\"id\": \"%s\", \"label\": \"no 3\"}".formatted(id))
                        .statusCode())
                .isEqualTo(200);
        assertThat(postJson("/v1/models/gather:predict", "{\"instances\": [1]}").statusCode())
                .isEqualTo(200);
        for (String path : List.of("/v1/models", "/v1/models/gather", "/actuator/health", "/docs")) {
            assertThat(send("GET", path, Map.of(), new byte[0]).statusCode()).isLessThan(400);
        }
        assertThat(post("/v1/models/digit_classifier:predict", "image/png", new byte[] {1, 2})
                        .statusCode())
                .isEqualTo(415);
    }

    /** The same models as another version, and then a file that is no model. */
    private void deploy() throws IOException {
        DvcProjectFixture project = project();
        project.file("notes.txt", String.valueOf(System.nanoTime()).getBytes(StandardCharsets.UTF_8))
                .write();
        deployer.deploy(null);

        project.file("digit_classifier.onnx", "no model".getBytes(StandardCharsets.UTF_8))
                .write();
        assertThatExceptionOfType(ActionableException.class).isThrownBy(() -> deployer.deploy(null));
    }

    /** Whatever a client can say, it says this word. */
    private void misuse(String word) {
        byte[] body = word.getBytes(StandardCharsets.UTF_8);
        Map<String, String> json = Map.of("Content-Type", "application/json");
        for (String method : List.of(word.toUpperCase(Locale.ROOT), "PUT", "TRACE", "OPTIONS", "HEAD")) {
            for (String path : List.of(
                    "/predict",
                    "/" + word,
                    "/v1/models/" + word,
                    "/v1/models/%s:predict".formatted(word),
                    "/actuator/" + word,
                    "/actuator/health/" + word,
                    "/docs/" + word)) {
                send(method, path + "?q=" + word, Map.of("Origin", "http://" + word, "Accept", "text/" + word), body);
            }
        }
        for (String path : List.of("/predict", "/v1/models/%s:predict".formatted(word), "/" + word, "/actuator/info")) {
            for (String type :
                    List.of("text/" + word, word, "multipart/form-data; boundary=" + word, "image/" + word)) {
                send("POST", path, Map.of("Content-Type", type, "traceparent", word, "User-Agent", word), body);
            }
        }
        send(
                "POST",
                "/predict",
                json,
                "{\"instances\": [\"%s\"], \"%<s\": 1}".formatted(word).getBytes(StandardCharsets.UTF_8));
        for (String model : List.of("digit_classifier", word)) {
            String feedback = "{\"id\": \"%s\", \"label\": \"%<s\"}".formatted(word);
            send("POST", "/v1/models/%s/feedback".formatted(model), json, feedback.getBytes(StandardCharsets.UTF_8));
        }
        HttpResponse<String> answer = post("/predict", "image/png", TestDigits.png(0));
        String feedback = "{\"id\": \"%s\", \"label\": \"%s\"}"
                .formatted(answer.headers().firstValue("X-Prediction-Id").orElseThrow(), word);
        assertThat(postJson("/v1/models/binary_classifier_3/feedback", feedback).statusCode())
                .isEqualTo(422);
        assertThatExceptionOfType(ActionableException.class).isThrownBy(() -> deployer.deploy(word));
    }

    private Scrape scrape() {
        return new Scrape(
                send("GET", "/actuator/prometheus", Map.of(), new byte[0]).body());
    }

    private HttpResponse<String> postJson(String path, String body) {
        return post(path, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    private HttpResponse<String> post(String path, String type, byte[] body) {
        return send("POST", path, Map.of("Content-Type", type), body);
    }

    private HttpResponse<String> send(String method, String path, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
