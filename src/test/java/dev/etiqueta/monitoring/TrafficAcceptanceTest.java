package dev.etiqueta.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.etiqueta.TestDigits;
import dev.etiqueta.monitoring.DigitSender.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

/** What a real Prometheus knows of the service, beside what the clients were answered. */
@Tag("acceptance")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
class TrafficAcceptanceTest {

    private static final String MODEL = "binary_classifier_3";
    private static final Duration SOON = Duration.ofSeconds(30);

    /** As many as the window of the drift has values. */
    private static final int WINDOW = 2_000;

    @TempDir
    private Path folder;

    private PrometheusServer prometheus;
    private int port;

    @BeforeEach
    void start(@LocalServerPort int port) throws IOException {
        this.port = port;
        String rules = Files.readString(PrometheusServer.RULES);
        // So long that a window must have drifted; nobody waits for it here.
        assertThat(rules).containsOnlyOnce("for: 1m\n");
        Path quick = Files.writeString(folder.resolve("rules.yaml"), rules.replace("for: 1m\n", "for: 1s\n"));
        prometheus = PrometheusServer.start(folder, quick, port);
    }

    @AfterEach
    void stop() {
        prometheus.close();
    }

    @Test
    void countsWhatWasAnswered() {
        Map<String, Double> scores = buckets("model_score_bucket");
        Map<String, Double> margins = buckets("model_margin_bucket");
        Map<String, Double> labels = labels();

        DigitSender digits = new DigitSender(port, MODEL);
        digits.send(0, TestDigits.COUNT);

        List<Answer> answers = digits.answers();
        assertThat(answers).hasSize(TestDigits.COUNT);
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(increase(scores, buckets("model_score_bucket")))
                    .isEqualTo(histogram(answers, Answer::positive, scores));
            assertThat(increase(margins, buckets("model_margin_bucket")))
                    .isEqualTo(histogram(answers, answer -> Math.abs(answer.positive() - 0.5), margins));
            assertThat(increase(labels, labels())).isEqualTo(tally(answers));
        });
        assertThat(histogram(answers, Answer::positive, scores)).hasSize(ModelMeters.SCORE_BUCKETS + 1);
        assertThat(prometheus.values(
                        "count_over_time(ALERTS{alertname='EtiquetaDrift', model='%s'}[10m])".formatted(MODEL)))
                .as("alerts on the very images that the card was made of")
                .isEmpty();
    }

    @Test
    void alertsOnInvertedImagesUntilThereAreCleanOnesAgain() {
        DigitSender digits = new DigitSender(port, MODEL);
        digits.send(0, WINDOW);
        assertThat(firing(MODEL)).isEmpty();

        sendInverted(digits, 500);
        await().atMost(SOON).untilAsserted(() -> assertThat(firing(MODEL)).containsKeys("mean", "ink"));

        digits.send(WINDOW, 2 * WINDOW);
        await().atMost(SOON).untilAsserted(() -> assertThat(firing(MODEL)).isEmpty());
    }

    @Test
    void alertsOnAServiceThatHasSeenNothingElse() {
        DigitSender digits = new DigitSender(port, "digit_classifier");
        sendInverted(digits, 500);

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(firing("digit_classifier")).containsKeys("mean", "ink"));
    }

    /** Evenly from all of them, each in a request of its own. */
    private static void sendInverted(DigitSender digits, int count) {
        IntStream.range(0, count)
                .map(i -> i * (TestDigits.COUNT / count))
                .forEach(i -> digits.sendAlone(TestDigits.invertedPng(i)));
    }

    /** The features on which the alert fires. */
    private Map<String, Double> firing(String model) {
        return prometheus.valuesBy(
                "feature", "ALERTS{alertname='EtiquetaDrift', alertstate='firing', model='%s'}".formatted(model));
    }

    private Map<String, Double> buckets(String name) {
        return prometheus.valuesBy("le", "%s{model='%s'}".formatted(name, MODEL));
    }

    private Map<String, Double> labels() {
        return prometheus.valuesBy("label", "model_predictions_total{model='%s'}".formatted(MODEL));
    }

    private static Map<String, Double> increase(Map<String, Double> before, Map<String, Double> after) {
        Map<String, Double> increase = new HashMap<>();
        after.forEach((key, value) -> increase.put(key, value - before.get(key)));
        return increase;
    }

    /** As Prometheus counts: each bucket has all that is not above its bound. */
    private static Map<String, Double> histogram(
            List<Answer> answers, ToDoubleFunction<Answer> value, Map<String, Double> bounds) {
        double[] values = answers.stream().mapToDouble(value).toArray();
        Map<String, Double> histogram = new HashMap<>();
        for (String bound : bounds.keySet()) {
            double limit = bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound);
            histogram.put(bound, (double)
                    DoubleStream.of(values).filter(one -> one <= limit).count());
        }
        return histogram;
    }

    private static Map<String, Double> tally(List<Answer> answers) {
        Map<String, Double> tally = new HashMap<>();
        answers.forEach(answer -> tally.merge(answer.label(), 1.0, Double::sum));
        return tally;
    }
}
