package dev.etiqueta.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.etiqueta.TestDigits;
import dev.etiqueta.TestKeys;
import dev.etiqueta.drift.ImageStatistics;
import dev.etiqueta.model.Answer;
import dev.etiqueta.model.Deadline;
import dev.etiqueta.model.ModelCard;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.ModelService;
import dev.etiqueta.model.Prediction;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.web.client.RestClient;

/** What Prometheus scrapes and what a probe sees. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = "etiqueta.security.keys=src/test/resources/keys")
@DirtiesContext
class MonitoringTest {

    private static final String MODEL = "binary_classifier_3";

    @Autowired
    private ModelService models;

    private RestClient http;
    private String version;

    @BeforeEach
    void connect(@LocalServerPort int port) {
        http = RestClient.builder()
                .baseUrl("http://localhost:" + port)
                .defaultHeader("Authorization", TestKeys.bearer(TestKeys.ALL))
                .defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {})
                .build();
        version = models.info(MODEL).id().version();
    }

    @Test
    void countsEachPredictionByLabelAndScore() {
        Map<String, Double> before = scrape();
        Answer answer = models.predict(MODEL, Deadline.never(), (model, batch) -> IntStream.range(0, 500)
                .forEach(i -> batch.addImage(TestDigits.pixels(i))));
        Map<String, Double> after = scrape();

        List<Prediction.Label> labels =
                answer.predictions().stream().map(Prediction.Label.class::cast).toList();
        for (String label : List.of("3", "no 3")) {
            long expected = labels.stream().filter(l -> l.label().equals(label)).count();
            String name = "model_predictions_total{label=\"%s\",model=\"%s\",version=\"%s\"}"
                    .formatted(label, MODEL, version);
            assertThat(after.get(name) - before.get(name)).as(name).isEqualTo((double) expected);
        }
        for (double bound : ModelMeters.MARGIN_BOUNDS) {
            long expected = labels.stream()
                    .filter(l -> Math.abs(l.score() - 0.5) <= bound)
                    .count();
            String name = "model_margin_bucket{model=\"%s\",version=\"%s\",le=\"%s\"}".formatted(MODEL, version, bound);
            assertThat(after.get(name) - before.get(name)).as(name).isEqualTo((double) expected);
        }
        for (int bucket = 1; bucket <= ModelMeters.SCORE_BUCKETS; bucket++) {
            double bound = bucket / 20.0;
            long expected = labels.stream().filter(l -> l.score() <= bound).count();
            String name = "model_score_bucket{model=\"%s\",version=\"%s\",le=\"%s\"}".formatted(MODEL, version, bound);
            assertThat(after.get(name) - before.get(name)).as(name).isEqualTo((double) expected);
        }
        String count = "model_inference_seconds_count{model=\"%s\",version=\"%s\"}".formatted(MODEL, version);
        assertThat(after.get(count) - before.get(count)).isEqualTo(1);
        assertThat(after.keySet())
                .filteredOn(name -> name.startsWith("model_inference_seconds_bucket{model=\"%s\"".formatted(MODEL)))
                .hasSize(17);
    }

    @Test
    void hasTwentyBucketsAndTheOneForAll() {
        assertThat(scrape().keySet())
                .filteredOn(name -> name.startsWith("model_score_bucket{model=\"%s\"".formatted(MODEL)))
                .hasSize(21);
    }

    @Test
    void countsWhatComesBeforeAnAnswer() {
        Map<String, Double> before = scrape();
        models.predict(MODEL, Deadline.never(), (model, batch) -> IntStream.range(0, 3)
                .forEach(i -> batch.addImage(TestDigits.pixels(i))));
        post("no image at all".getBytes(StandardCharsets.US_ASCII));
        Map<String, Double> after = scrape();

        String tags = "model=\"%s\",version=\"%s\"".formatted(MODEL, version);
        assertThat(after.get("model_decode_seconds_count{%s}".formatted(tags)))
                .isEqualTo(before.get("model_decode_seconds_count{%s}".formatted(tags)) + 1);
        assertThat(after.get("model_queue_seconds_count{%s}".formatted(tags)))
                .isEqualTo(before.get("model_queue_seconds_count{%s}".formatted(tags)) + 1);
        assertThat(after.get("model_batch_size_sum{%s}".formatted(tags)))
                .isEqualTo(before.get("model_batch_size_sum{%s}".formatted(tags)) + 3);
        String refused = "model_images_refused_total{model=\"%s\",reason=\"not_an_image\",version=\"%s\"}"
                .formatted(MODEL, version);
        assertThat(after.get(refused)).isEqualTo(before.get(refused) + 1);
        assertThat(after.get("model_requests_active")).isZero();
        assertThat(after.get("model_queue_depth")).isZero();
    }

    @Test
    void timesEachRequestThatHasReachedAModelByOutcome() {
        Map<String, Double> before = scrape();
        post(TestDigits.png(0));
        post("no image at all".getBytes(StandardCharsets.US_ASCII));
        http.post()
                .uri("/v1/models/%s:predict".formatted(MODEL))
                .contentType(MediaType.TEXT_PLAIN)
                .body("which no model is asked")
                .retrieve()
                .toBodilessEntity();
        Map<String, Double> after = scrape();

        Map<String, Double> expected = Map.of("success", 1.0, "client_error", 1.0, "server_error", 0.0);
        expected.forEach((outcome, count) -> {
            String name = "model_request_seconds_count{model=\"%s\",outcome=\"%s\",version=\"%s\"}"
                    .formatted(MODEL, outcome, version);
            assertThat(after.get(name) - before.get(name)).as(name).isEqualTo(count);
        });
    }

    @Test
    void timesTheFirstLoads() {
        assertThat(scrape())
                .containsEntry(
                        "model_load_seconds_count{model=\"%s\",outcome=\"success\",version=\"%s\"}"
                                .formatted(MODEL, version),
                        1.0);
    }

    @Test
    void saysWhichModelsServe() {
        ModelInfo info = models.info(MODEL);

        assertThat(scrape())
                .containsEntry(
                        "model_deployed{commit=\"\",digest=\"%s\",model=\"%s\",tag=\"\",version=\"%s\"}"
                                .formatted(info.id().digest(), MODEL, version),
                        1.0)
                .containsEntry(
                        "model_golden_deviation{model=\"%s\",version=\"%s\"}".formatted(MODEL, version),
                        info.proof().maxDeviation());
    }

    private void post(byte[] image) {
        http.post()
                .uri("/v1/models/%s:predict".formatted(MODEL))
                .contentType(MediaType.IMAGE_PNG)
                .body(image)
                .retrieve()
                .toBodilessEntity();
    }

    @Test
    void seesThatImagesAreInvertedAndThatTheyAreAsBeforeAgain() {
        String other = "digit_classifier";
        ask(other, digits());
        for (String feature : List.of("score", "mean", "deviation", "ink")) {
            assertThat(drift("psi", other, feature)).as(feature).isLessThan(0.1);
            assertThat(drift("js", other, feature)).as(feature).isLessThan(0.15);
            assertThat(drift("fill", other, feature)).as(feature).isEqualTo(0.25);
        }
        assertThat(input("mean", other)).isCloseTo(0.13, within(0.01));

        ask(other, digits().map(MonitoringTest::inverted));
        for (String feature : List.of("mean", "ink")) {
            assertThat(drift("psi", other, feature)).as(feature).isGreaterThan(0.25);
        }
        assertThat(input("ink", other)).isCloseTo(0.5, within(0.01));

        IntStream.range(0, 4).forEach(i -> ask(other, digits()));
        for (String feature : List.of("score", "mean", "deviation", "ink")) {
            assertThat(drift("psi", other, feature)).as(feature).isLessThan(0.1);
            assertThat(drift("fill", other, feature)).as(feature).isEqualTo(1);
        }
    }

    /** The card was written in Python. */
    @Test
    void countsImagesAsTheCardDoes() {
        ModelCard card = models.info(MODEL).card();
        List<ImageStatistics> images = IntStream.range(0, TestDigits.COUNT)
                .mapToObj(i -> ImageStatistics.of(ByteBuffer.wrap(TestDigits.pixels(i))))
                .toList();

        assertThat(histogram(images, ImageStatistics::mean))
                .isEqualTo(card.reference().meanHistogram());
        assertThat(histogram(images, ImageStatistics::deviation))
                .isEqualTo(card.reference().deviationHistogram());
        assertThat(histogram(images, ImageStatistics::ink))
                .isEqualTo(card.reference().inkHistogram());
    }

    @Test
    void showsHowWellEachModelProvedItself() {
        String health = get("/actuator/health/readiness");

        ModelInfo info = models.info(MODEL);
        assertThat(health)
                .contains("\"status\":\"UP\"")
                .contains("\"%s\":{\"version\":\"%s\",\"digest\":\"%s\""
                        .formatted(MODEL, version, info.id().digest()))
                .contains("\"goldenExamples\":16,\"maxDeviation\":");
        assertThat(get("/actuator/health/liveness")).isEqualTo("{\"status\":\"UP\"}");
    }

    @Test
    void exposesNoMoreThanItMust() {
        assertThat(get("/actuator"))
                .contains("\"health\"", "\"prometheus\"", "\"info\"")
                .doesNotContain("env", "heapdump", "metrics\"");
        for (String closed : List.of("env", "beans", "heapdump", "metrics", "configprops", "shutdown")) {
            assertThat(http.get()
                            .uri("/actuator/" + closed)
                            .retrieve()
                            .toBodilessEntity()
                            .getStatusCode()
                            .value())
                    .isEqualTo(404);
        }
    }

    private static Stream<byte[]> digits() {
        // Evenly from all of them: the first half of the test images is a little different.
        return IntStream.range(0, 500).mapToObj(i -> TestDigits.pixels(i * 20));
    }

    private static byte[] inverted(byte[] pixels) {
        byte[] inverted = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            inverted[i] = (byte) ~pixels[i];
        }
        return inverted;
    }

    private void ask(String model, Stream<byte[]> images) {
        models.predict(model, Deadline.never(), (asked, batch) -> images.forEach(batch::addImage));
    }

    private double drift(String measure, String model, String feature) {
        return scrape().get("model_drift_%s{feature=\"%s\",model=\"%s\",version=\"%s\"}"
                .formatted(measure, feature, model, version));
    }

    private double input(String statistic, String model) {
        return scrape().get("model_input_%s{model=\"%s\",version=\"%s\"}".formatted(statistic, model, version));
    }

    private static List<Integer> histogram(List<ImageStatistics> images, ToDoubleFunction<ImageStatistics> statistic) {
        Integer[] counts = new Integer[20];
        Arrays.fill(counts, 0);
        for (ImageStatistics image : images) {
            counts[Math.max(0, (int) Math.ceil(statistic.applyAsDouble(image) * 20) - 1)]++;
        }
        return List.of(counts);
    }

    /** Each sample of the model's meters by name and tags. */
    private Map<String, Double> scrape() {
        return get("/actuator/prometheus")
                .lines()
                .filter(line -> line.startsWith("model_"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.lastIndexOf(' ')),
                        line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)),
                        (a, b) -> b,
                        TreeMap::new));
    }

    private String get(String path) {
        return String.valueOf(http.get().uri(path).retrieve().body(String.class));
    }
}
