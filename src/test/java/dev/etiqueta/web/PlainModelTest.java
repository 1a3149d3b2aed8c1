package dev.etiqueta.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.TestDigits;
import dev.etiqueta.dvc.DvcProjectFixture;
import dev.etiqueta.web.HttpTester.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** Someone else's models, without cards: plain tensors, and not a line of Java for them. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "etiqueta.limits.time=5s")
class PlainModelTest {

    @TempDir
    private static Path project;

    private HttpTester http;

    @DynamicPropertySource
    static void models(DynamicPropertyRegistry properties) throws IOException {
        Path models = new DvcProjectFixture(project)
                .onnx("add", "gather", "identity_string", "identity_uint8", "slow", "zipmap")
                .write();
        properties.add("etiqueta.repository.path", models::toString);
        properties.add("etiqueta.default-model", () -> "gather");
    }

    @BeforeEach
    void connect(@LocalServerPort int port) {
        http = new HttpTester(port);
    }

    @Test
    void givesNoIdBecauseThereAreNoLabelsToSayWhatIsRight() {
        Answer answer = http.postJson("/predict", "{\"instances\": [2]}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("X-Prediction-Id")).isEmpty();
        assertThat(answer.json().propertyNames()).containsExactly("model", "version", "predictions");
    }

    @Test
    void answersWithOutputs() {
        assertThat(http.postJson("/predict", "{\"instances\": [2, 0]}")
                        .json()
                        .path("predictions")
                        .toString())
                .isEqualTo("[2.5,0.5]");
        assertThat(predictions("add", "{\"left\": [1, 2], \"right\": [10, 20.5]}"))
                .isEqualTo("[{\"sum\":[11.0,22.5],\"rest\":[-9.0,-18.5]}]");
        assertThat(predictions("identity_string", "[\"a\", \"\\u00e9\"]")).isEqualTo("[[\"a\",\"é\"]]");
        assertThat(predictions("identity_uint8", "[0, 255]")).isEqualTo("[[0,255]]");
        assertThat(predictions("zipmap", "[0.25, 0.75]")).isEqualTo("[{\"cat\":0.25,\"dog\":0.75}]");
    }

    @Test
    void countsRequestsWithoutLabels() {
        http.postJson("/predict", "{\"instances\": [2]}");

        JsonNode statistics = http.get("/v1/models/gather/statistics").json();

        assertThat(statistics
                        .path("stages")
                        .path(1)
                        .path("seconds")
                        .path("count")
                        .asInt())
                .isPositive();
        assertThat(statistics.propertyNames()).doesNotContain("predictions", "feedback");
        assertThat(statistics.path("drift")).isEmpty();
    }

    @Test
    void takesNoImagesAndSaysWhy() {
        assertThat(http.post("/v1/models/gather:decode", "image/png", TestDigits.png(0))
                        .status())
                .isEqualTo(422);
        for (Answer answer : new Answer[] {
            http.postFiles("/predict", Map.of("3.png", TestDigits.png(0))),
            http.post("/predict", "image/png", TestDigits.png(0)),
            http.postJson("/predict", "{\"instances\": [{\"b64\": \"\"}]}")
        }) {
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.detail()).contains("gather takes no images: it came without a model card");
        }
    }

    @Test
    void refusesInstancesThatDoNotFit() {
        Answer answer = http.postJson("/v1/models/add:predict", "{\"instances\": [[1, 2]]}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.detail()).contains("expected an object with each of the inputs [left, right]");

        answer = http.postJson("/v1/models/identity_uint8:predict", "{\"instances\": [[1, 2], [1]]}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.detail()).contains("instance 1");

        answer = http.postJson("/predict", "{\"instances\": [7]}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.detail()).contains("gave up");
    }

    @Test
    void stopsAModelThatTakesTooLong() {
        Answer answer = http.postJson("/v1/models/slow:predict", "{\"instances\": [100000000]}");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.detail()).contains("5000 ms");
    }

    @Test
    void describesThemWithoutWhatOnlyACardKnows() {
        assertThat(http.get("/v1/models/gather").json().propertyNames())
                .containsExactly("name", "ready", "version", "digest", "signature");
        assertThat(http.get("/docs/openapi").status()).isEqualTo(200);
        assertThat(http.get("/actuator/health/readiness").status()).isEqualTo(200);
    }

    private String predictions(String model, String instance) {
        return http.postJson("/v1/models/%s:predict".formatted(model), "{\"instances\": [%s]}".formatted(instance))
                .json()
                .path("predictions")
                .toString();
    }
}
