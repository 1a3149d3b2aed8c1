package dev.etiqueta.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.etiqueta.TestDigits;
import dev.etiqueta.model.Answer;
import dev.etiqueta.model.Deadline;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.ModelService;
import dev.etiqueta.model.Prediction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the meters show on the port of the predictions, where the actuator is elsewhere. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "management.server.port=0")
@DirtiesContext
class StatisticsTest {

    private static final String BINARY = "binary_classifier_3";
    private static final String DIGITS = "digit_classifier";

    @Autowired
    private ModelService models;

    private RestClient http;

    @BeforeEach
    void connect(@LocalServerPort int port) {
        http = RestClient.builder()
                .baseUrl("http://localhost:" + port)
                .defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {})
                .build();
    }

    @Test
    void saysWhichModelItIsOf() {
        ModelInfo info = models.info(BINARY);

        ResponseEntity<String> answer = get(BINARY);

        assertThat(answer.getStatusCode().value()).isEqualTo(200);
        assertThat(answer.getHeaders().getCacheControl()).isEqualTo("no-store");
        JsonNode statistics = json(answer);
        assertThat(statistics.path("model").asString()).isEqualTo(BINARY);
        assertThat(statistics.path("version").asString()).isEqualTo(info.id().version());
        assertThat(statistics.path("digest").asString()).isEqualTo(info.id().digest());
        assertThat(statistics.path("since").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    }

    @Test
    void countsWhatWasPredictedAndHowLongItTook() {
        JsonNode before = statistics(DIGITS);
        Answer answer = models.predict(DIGITS, Deadline.never(), (model, batch) -> IntStream.range(0, 150)
                .forEach(i -> batch.addImage(TestDigits.pixels(i))));
        JsonNode after = statistics(DIGITS);

        List<Prediction.Label> labels =
                answer.predictions().stream().map(Prediction.Label.class::cast).toList();
        for (String label : models.info(DIGITS).card().labels()) {
            assertThat(grown(before, after, "/predictions/" + label))
                    .as(label)
                    .isEqualTo(
                            labels.stream().filter(l -> l.label().equals(label)).count());
        }
        assertThat(grown(before, after, "/scores/count")).isEqualTo(150);
        assertThat(after.at("/scores/bounds")).hasSize(ModelMeters.SCORE_BUCKETS);
        for (int bucket = 0; bucket < ModelMeters.SCORE_BUCKETS; bucket++) {
            double bound = after.at("/scores/bounds/" + bucket).asDouble();
            assertThat(grown(before, after, "/scores/counts/" + bucket))
                    .as("scores up to %s", bound)
                    .isEqualTo(labels.stream().filter(l -> l.score() <= bound).count());
        }
        assertThat(after.path("stages").valueStream().map(stage -> stage.path("stage")
                        .asString()))
                .containsExactly("decode", "queue", "inference");
        for (int stage = 0; stage < Stage.values().length; stage++) {
            assertThat(grown(before, after, "/stages/%d/seconds/count".formatted(stage)))
                    .isEqualTo(1);
            JsonNode seconds = after.at("/stages/%d/seconds".formatted(stage));
            assertThat(seconds.path("bounds")).hasSize(ModelMeters.TIME_BOUNDS.length);
            assertThat(seconds.path("bounds").path(0).asDouble()).isEqualTo(1e-5);
            assertThat(seconds.path("sum").asDouble()).isNotNegative();
            assertThat(seconds.path("counts").valueStream().map(JsonNode::asLong))
                    .isSorted()
                    .hasSize(ModelMeters.TIME_BOUNDS.length);
        }
    }

    @Test
    void countsRequestsByOutcomeAndRefusedImagesByReason() {
        JsonNode before = statistics(BINARY);
        predict(TestDigits.png(0));
        predict("no image at all".getBytes(StandardCharsets.US_ASCII));

        // The server counts a request when its answer is on the way already.
        await().untilAsserted(() -> {
            JsonNode after = statistics(BINARY);
            assertThat(grown(before, after, "/requests/outcomes/success")).isEqualTo(1);
            assertThat(grown(before, after, "/requests/outcomes/client_error")).isEqualTo(1);
            assertThat(grown(before, after, "/requests/seconds/count")).isEqualTo(1);
            assertThat(grown(before, after, "/refused/not_an_image")).isEqualTo(1);
            assertThat(after.at("/requests/active").asInt()).isZero();
        });
    }

    @Test
    void tellsDriftOnceThereAreEnoughImages() {
        List<JsonNode> first = statistics(BINARY).path("drift").valueStream().toList();
        assertThat(first)
                .extracting(drift -> drift.path("feature").asString())
                .containsExactly("score", "mean", "deviation", "ink");
        assertThat(first).allSatisfy(drift -> {
            assertThat(drift.path("values").asInt()).isLessThan(200);
            assertThat(drift.path("enough").asInt()).isEqualTo(200);
            assertThat(drift.has("psi")).isFalse();
        });

        models.predict(BINARY, Deadline.never(), (model, batch) -> IntStream.range(0, 300)
                .forEach(i -> batch.addImage(TestDigits.pixels(30 * i))));

        assertThat(statistics(BINARY).path("drift").valueStream()).allSatisfy(drift -> {
            assertThat(drift.path("values").asInt()).isBetween(300, 305);
            assertThat(drift.path("psi").asDouble()).isBetween(0.0, 0.2);
            assertThat(drift.path("js").asDouble()).isBetween(0.0, 0.2);
        });
    }

    @Test
    void knowsHowRightTheModelWas() {
        assertThat(statistics(DIGITS).path("feedback").has("accuracy")).isFalse();
        String id = predict(TestDigits.png(0));
        http.post()
                .uri("/v1/models/{name}/feedback", BINARY)
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"id\": \"%s\", \"label\": \"3\"}".formatted(id))
                .retrieve()
                .toBodilessEntity();

        JsonNode feedback = statistics(BINARY).path("feedback");

        assertThat(feedback.path("right").asInt()).isZero();
        assertThat(feedback.path("wrong").asInt()).isEqualTo(1);
        assertThat(feedback.path("accuracy").asDouble()).isZero();
        assertThat(feedback.path("logLoss").asDouble()).isPositive();
    }

    @Test
    void describesTheReferenceThatItIsComparedWith() {
        JsonNode model =
                json(http.get().uri("/v1/models/{name}", BINARY).retrieve().toEntity(String.class));

        for (String histogram : List.of("scoreHistogram", "meanHistogram", "deviationHistogram", "inkHistogram")) {
            assertThat(model.path("reference")
                            .path(histogram)
                            .valueStream()
                            .mapToInt(JsonNode::asInt)
                            .sum())
                    .as(histogram)
                    .isEqualTo(TestDigits.COUNT);
        }
    }

    @Test
    void refusesAnUnknownModelWithAProblem() {
        ResponseEntity<String> answer = get("nope");

        assertThat(answer.getStatusCode().value()).isEqualTo(404);
        assertThat(answer.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(json(answer).path("detail").asString()).contains("nope", BINARY);
    }

    @Test
    void isDocumented() {
        JsonNode api = json(http.get().uri("/docs/openapi").retrieve().toEntity(String.class));

        JsonNode schemas = api.path("components").path("schemas");
        assertThat(api.path("paths")
                        .path("/v1/models/{name}/statistics")
                        .path("get")
                        .path("responses")
                        .propertyNames())
                .contains("200", "404", "429", "503");
        assertThat(schemas.path("ModelStatistics").path("properties").propertyNames())
                .contains("since", "requests", "stages", "predictions", "scores", "refused", "drift", "feedback");
        assertThat(schemas.path("ModelDescription").path("properties").propertyNames())
                .contains("reference");
    }

    private String predict(byte[] image) {
        return http.post()
                .uri("/v1/models/{name}:predict", BINARY)
                .contentType(MediaType.IMAGE_PNG)
                .body(image)
                .retrieve()
                .toBodilessEntity()
                .getHeaders()
                .getFirst("X-Prediction-Id");
    }

    private static long grown(JsonNode before, JsonNode after, String pointer) {
        assertThat(after.at(pointer).isNumber()).as(pointer).isTrue();
        return after.at(pointer).asLong() - before.at(pointer).asLong(0);
    }

    private JsonNode statistics(String model) {
        return json(get(model));
    }

    private ResponseEntity<String> get(String model) {
        return http.get().uri("/v1/models/{name}/statistics", model).retrieve().toEntity(String.class);
    }

    private static JsonNode json(ResponseEntity<String> answer) {
        return new JsonMapper().readTree(answer.getBody());
    }
}
