package dev.etiqueta.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.etiqueta.TestDigits;
import dev.etiqueta.web.HttpTester.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import tools.jackson.databind.JsonNode;

/** Ground truth, with the models that the repository carries. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
class FeedbackTest {

    private static final String BINARY = "/v1/models/binary_classifier_3";
    private static final String DIGITS = "/v1/models/digit_classifier";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e47";
    private static final byte[] THREE = TestDigits.png(TestDigits.first(3));

    private HttpTester http;

    @BeforeEach
    void connect(@LocalServerPort int port) {
        http = new HttpTester(port);
    }

    @Test
    void showsTheQualityThatIsComputedByHand() {
        List<Integer> digits = digits();
        Expectation expected = new Expectation();

        assertThat(scrape("model_live_accuracy").values()).contains(Double.NaN);
        for (int digit : digits) {
            Answer prediction = http.post(DIGITS + ":predict", "image/png", TestDigits.png(digit));
            Answer answer = give(DIGITS, prediction.header("X-Prediction-Id"), TestDigits.label(digit));
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.json().path("outcome").asString()).isEqualTo(expected.add(digit));
        }
        requireMeters(expected);

        Map<String, byte[]> files = new LinkedHashMap<>();
        digits.forEach(digit -> files.put(digit + ".png", TestDigits.png(digit)));
        String id = http.postFiles(DIGITS + ":predict", files).header("X-Prediction-Id");
        Answer answer = http.postJson(
                DIGITS + "/feedback",
                IntStream.range(0, digits.size())
                        .mapToObj(i -> "{\"id\": \"%s\", \"index\": %d, \"label\": \"%d\"}"
                                .formatted(id, i, TestDigits.label(digits.get(i))))
                        .collect(Collectors.joining(", ", "{\"feedback\": [", "]}")));
        digits.forEach(expected::add);
        assertThat(answer.json().path("counted").asInt()).isEqualTo(100);
        requireMeters(expected);
    }

    /** A hundred of which some are predicted wrong. */
    private static List<Integer> digits() {
        float[] logits = TestDigits.logits("digit_classifier");
        Stream<Integer> wrong = IntStream.range(100, TestDigits.COUNT)
                .filter(i -> top(logits, i) != TestDigits.label(i))
                .limit(10)
                .boxed();
        return Stream.concat(IntStream.range(0, 90).boxed(), wrong).toList();
    }

    private static int top(float[] logits, int digit) {
        return IntStream.range(0, 10).reduce(0, (a, b) -> logits[10 * digit + b] > logits[10 * digit + a] ? b : a);
    }

    /** What PyTorch's outputs mean. */
    private static final class Expectation {

        private final float[] logits = TestDigits.logits("digit_classifier");
        private final int[][] confusion = new int[10][10];
        private double loss;
        private int right;
        private int count;

        String add(int digit) {
            int label = TestDigits.label(digit);
            int predicted = top(logits, digit);
            double sum = IntStream.range(0, 10)
                    .mapToDouble(i -> Math.exp(logits[10 * digit + i]))
                    .sum();
            loss -= Math.log(Math.exp(logits[10 * digit + label]) / sum);
            confusion[label][predicted]++;
            right += label == predicted ? 1 : 0;
            count++;
            return label == predicted ? "right" : "wrong";
        }
    }

    private void requireMeters(Expectation expected) {
        String version = http.get(DIGITS).json().path("version").asString();
        String tags = "model=\"digit_classifier\",%sversion=\"" + version + "\"";
        Map<String, Double> meters = scrape("model_");
        assertThat(meters.get("model_live_accuracy{authenticated=\"false\"," + tags.formatted("") + "}"))
                .isEqualTo((double) expected.right / expected.count);
        assertThat(meters.get("model_live_log_loss{authenticated=\"false\"," + tags.formatted("") + "}"))
                .isEqualTo(expected.loss / expected.count, offset(1e-4));
        assertThat(meters.get(
                        "model_feedback_total{authenticated=\"false\"," + tags.formatted("outcome=\"right\",") + "}"))
                .isEqualTo(expected.right);
        assertThat(meters.get(
                        "model_feedback_total{authenticated=\"false\"," + tags.formatted("outcome=\"wrong\",") + "}"))
                .isEqualTo(expected.count - expected.right);
        for (int label = 0; label < 10; label++) {
            for (int predicted = 0; predicted < 10; predicted++) {
                String name = "model_live_confusion{authenticated=\"false\",label=\"" + label + "\","
                        + tags.formatted("predicted=\"" + predicted + "\",") + "}";
                assertThat(meters.get(name)).as(name).isEqualTo(expected.confusion[label][predicted]);
            }
        }
    }

    @Test
    void namesEachAnswerByItsTraceOrAtRandom() {
        String trace = TRACE + "01";
        assertThat(predict("00-" + trace + "-00f067aa0ba902b7-01")).isEqualTo(trace);
        assertThat(predict("00-" + trace + "-00f067aa0ba902b7-01"))
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(trace);
        assertThat(predict("00-nonsense")).matches("[0-9a-f]{32}");
        assertThat(give(BINARY, trace, 3).status()).isEqualTo(200);
    }

    private String predict(String traceParent) {
        return http.send(http.request(BINARY + ":predict")
                        .header("Content-Type", "image/png")
                        .header("traceparent", traceParent)
                        .POST(BodyPublishers.ofByteArray(THREE)))
                .header("X-Prediction-Id");
    }

    @Test
    void namesNoAnswerThatFailed() {
        assertThat(http.postJson(BINARY + ":predict", "{}").header("X-Prediction-Id"))
                .isEmpty();
    }

    @Test
    void tellsWhyAFeedbackDoesNotCount() {
        String id = predict();

        Answer unknown = give(BINARY, TRACE + "99", 3);
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.type()).isEqualTo("application/problem+json");
        assertThat(unknown.detail()).contains(TRACE + "99", "X-Prediction-Id");
        assertThat(give(BINARY, "3", 3).status()).isEqualTo(404);
        Answer other = give(DIGITS, id, 3);
        assertThat(other.status()).isEqualTo(404);
        assertThat(other.detail()).contains(BINARY + "/feedback");
        Answer label = give(BINARY, id, 7);
        assertThat(label.status()).isEqualTo(422);
        assertThat(label.detail()).contains("'7'", "[no 3, 3]");
        assertThat(label.json().path("labels").toString()).isEqualTo("[\"no 3\",\"3\"]");
        assertThat(give(BINARY, id, 3).status()).isEqualTo(200);
        Answer doubled = give(BINARY, id, 3);
        assertThat(doubled.status()).isEqualTo(409);
        assertThat(doubled.detail()).contains("already");
        Answer model = give("/v1/models/nope", TRACE + "99", 3);
        assertThat(model.status()).isEqualTo(404);
        assertThat(model.detail()).contains("binary_classifier_3");
    }

    @Test
    void asksWhichInstanceIsMeant() {
        String id = http.postFiles(BINARY + ":predict", Map.of("a.png", THREE, "b.png", THREE))
                .header("X-Prediction-Id");

        Answer missing = give(BINARY, id, 3);
        assertThat(missing.status()).isEqualTo(422);
        assertThat(missing.detail()).contains("2 instances", "0 to 1");
        assertThat(http.postJson(
                                BINARY + "/feedback",
                                "{\"label\": \"3\", \"index\": 1, \"id\": \"%s\", \"note\": [1]}".formatted(id))
                        .json()
                        .path("predicted")
                        .asString())
                .isEqualTo("3");
    }

    @Test
    void givesEachOfManyAnOutcomeOfItsOwn() {
        String entry = "{\"id\": \"%s\", \"label\": \"%s\"}";
        String id = predict();

        Answer answer = http.postJson(
                BINARY + "/feedback",
                "{\"feedback\": [%s, %s, %s, %s]}"
                        .formatted(
                                entry.formatted(id, "7"),
                                entry.formatted(id, "no 3"),
                                entry.formatted(id, "3"),
                                entry.formatted(TRACE + "98", "3")));

        assertThat(answer.status()).isEqualTo(200);
        JsonNode json = answer.json();
        assertThat(json.path("counted").asInt()).isEqualTo(1);
        assertThat(json.path("feedback").valueStream().map(one -> one.path("status")
                        .asInt()))
                .containsExactly(422, 200, 409, 404);
        assertThat(json.path("feedback").path(1).path("outcome").asString()).isEqualTo("wrong");
        assertThat(json.path("feedback").path(1).has("detail")).isFalse();
        assertThat(json.path("feedback").path(3).path("detail").asString()).contains(TRACE + "98");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "7",
                "{}",
                "{\"id\": \"a\"}",
                "{\"label\": \"a\"}",
                "{\"id\": 7, \"label\": \"3\"}",
                "{\"id\": \"a\", \"label\": 3}",
                "{\"id\": null, \"label\": \"3\"}",
                "{\"id\": \"a\", \"label\": \"3\", \"index\": 1.5}",
                "{\"id\": \"a\", \"label\": \"3\", \"index\": \"1\"}",
                "{\"id\": \"a\", \"label\": \"3\", \"index\": 99999999999}",
                "{\"id\": \"a\", \"id\": \"a\", \"label\": \"3\"}",
                "{\"id\": \"a\", \"label\": \"3\"} x",
                "{\"feedback\": []}",
                "{\"feedback\": {}}",
                "{\"feedback\": [7]}",
                "{\"feedback\": [{\"id\": \"a\"}]}",
                "{\"feedback\": [{\"id\": \"a\", \"label\": \"3\"}], \"id\": \"a\"}",
                "{\"feedback\": [{\"id\": \"a\", \"label\": \"3\"}"
            })
    void refusesWhatIsNoFeedback(String body) {
        Answer answer = http.postJson(BINARY + "/feedback", body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.type()).isEqualTo("application/problem+json");
    }

    @Test
    void refusesMoreThanARequestMayHave() {
        String entries = String.join(",", Collections.nCopies(257, "{\"id\": \"a\", \"label\": \"3\"}"));

        Answer answer = http.postJson(BINARY + "/feedback", "{\"feedback\": [" + entries + "]}");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.detail()).contains("256");
        assertThat(http.postJson(BINARY + "/feedback", " ".repeat(11 << 20)).status())
                .isEqualTo(413);
        assertThat(http.post(BINARY + "/feedback", "text/plain", new byte[1]).status())
                .isEqualTo(415);
        assertThat(http.get(BINARY + "/feedback").status()).isEqualTo(405);
        Answer lengthy = give(BINARY, "x".repeat(1 << 20), 3);
        assertThat(lengthy.status()).isEqualTo(404);
        assertThat(lengthy.text()).hasSizeLessThan(1000);
    }

    @Test
    void documentsFeedback() {
        JsonNode api = http.get("/docs/openapi").json();

        JsonNode operation =
                api.path("paths").path("/v1/models/{name}/feedback").path("post");
        assertThat(operation.path("responses").propertyNames())
                .contains("200", "400", "404", "408", "409", "413", "415", "422", "503");
        JsonNode body = operation.path("requestBody").path("content").path("application/json");
        assertThat(body.path("schema").path("oneOf")).hasSize(2);
        for (String example : List.of("one", "many")) {
            assertThat(http.postJson(
                                    BINARY + "/feedback",
                                    body.path("examples")
                                            .path(example)
                                            .path("value")
                                            .toString())
                            .status())
                    .isIn(200, 404);
        }
        assertThat(api.path("paths")
                        .path("/predict")
                        .path("post")
                        .path("responses")
                        .path("200")
                        .path("headers")
                        .propertyNames())
                .contains("X-Prediction-Id");
        assertThat(api.toString()).doesNotContain("\"by\"");
    }

    private String predict() {
        return http.post(BINARY + ":predict", "image/png", THREE).header("X-Prediction-Id");
    }

    private Answer give(String model, String id, int label) {
        return http.postJson(model + "/feedback", "{\"id\": \"%s\", \"label\": \"%d\"}".formatted(id, label));
    }

    private Map<String, Double> scrape(String prefix) {
        return http.get("/actuator/prometheus")
                .text()
                .lines()
                .filter(line -> line.startsWith(prefix))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))));
    }
}
