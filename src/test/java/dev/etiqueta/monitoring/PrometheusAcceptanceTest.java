package dev.etiqueta.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.etiqueta.TestDigits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus scrapes the service and evaluates the rules that come with it. */
@Tag("acceptance")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
class PrometheusAcceptanceTest {

    private static final List<String> EXPRESSIONS = List.of(
            "job:etiqueta_requests:rate5m",
            "job:etiqueta_request_errors:ratio_rate5m",
            "job:etiqueta_request_seconds:p99_rate5m",
            "model:etiqueta_request_seconds:p99_rate5m{model='binary_classifier_3'}",
            "model:etiqueta_decode_seconds:p99_rate5m{model='binary_classifier_3'}",
            "model:etiqueta_queue_seconds:p99_rate5m{model='binary_classifier_3'}",
            "model:etiqueta_inference_seconds:p99_rate5m{model='binary_classifier_3'}",
            "model:etiqueta_predictions:rate5m > 0",
            "model_score_bucket",
            "model_margin_bucket",
            "model_load_seconds_count == 1",
            "process_resident_memory_bytes",
            "process_malloc_used_bytes",
            "model_batch_size_bucket",
            "model_images_refused_total",
            "model_requests_active",
            "model_deployed == 1",
            "model_golden_deviation",
            "model_deployment_seconds_count");

    @TempDir
    private Path folder;

    private PrometheusServer prometheus;
    private RestClient service;

    @BeforeEach
    void start(@LocalServerPort int port) throws IOException {
        service = RestClient.create("http://localhost:" + port);
        prometheus = PrometheusServer.start(folder, PrometheusServer.RULES, port);
    }

    @AfterEach
    void stop() {
        prometheus.close();
    }

    @Test
    void findsWhatTheRulesSpeakOf() {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(() -> {
                    predict();
                    assertThat(EXPRESSIONS).allSatisfy(expression -> assertThat(prometheus.values(expression))
                            .isNotEmpty()
                            .doesNotContain(Double.NaN));
                });
    }

    @Test
    void findsWhatTheDashboardShows() throws IOException {
        List<String> expressions = new JsonMapper()
                        .readTree(Files.readString(Path.of("helm/dashboards/etiqueta.json")))
                        .findValuesAsString("expr")
                        .stream()
                        .map(expression -> expression
                                .replace("$__rate_interval", "1m")
                                .replace("$job", ".*")
                                .replace("$model", "binary_classifier_3"))
                        .toList();
        assertThat(expressions).hasSizeGreaterThan(15);

        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(() -> {
                    predict();
                    assertThat(expressions).allSatisfy(expression -> assertThat(prometheus.values(expression))
                            .isNotEmpty()
                            .doesNotContain(Double.NaN));
                });
    }

    /** So many that drift can be told, and a true label, so that live accuracy can. */
    private void predict() {
        String id = "";
        for (int i = 0; i < 50; i++) {
            id = service.post()
                    .uri("/predict")
                    .contentType(MediaType.IMAGE_PNG)
                    .body(TestDigits.png(i))
                    .retrieve()
                    .toBodilessEntity()
                    .getHeaders()
                    .getFirst("X-Prediction-Id");
        }
        service.post()
                .uri("/v1/models/binary_classifier_3/feedback")
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"id\": \"%s\", \"label\": \"3\"}".formatted(id))
                .retrieve()
                .toBodilessEntity();
    }
}
