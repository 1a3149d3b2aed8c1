package dev.etiqueta.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.etiqueta.TestDigits;
import dev.etiqueta.Tool;
import java.io.IOException;
import java.net.ServerSocket;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus scrapes the service and evaluates the rules that come with it. */
@Tag("acceptance")
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
class PrometheusAcceptanceTest {

    private static final Path RULES = Path.of("helm/rules/etiqueta.yaml");

    private static final List<String> EXPRESSIONS = List.of(
            "job:etiqueta_requests:rate5m",
            "job:etiqueta_request_errors:ratio_rate5m",
            "job:etiqueta_request_seconds:p99_rate5m",
            "model:etiqueta_decode_seconds:p99_rate5m{model='binary_classifier_3'}",
            "model:etiqueta_inference_seconds:p99_rate5m{model='binary_classifier_3'}",
            "model:etiqueta_predictions:rate5m > 0",
            "model_score_bucket",
            "model_batch_size_bucket",
            "model_images_refused_total",
            "model_requests_active",
            "model_deployed == 1",
            "model_golden_deviation",
            "model_deployment_seconds_count");

    @TempDir
    private Path folder;

    private Process prometheus;
    private RestClient service;
    private RestClient queries;

    @BeforeEach
    void start(@LocalServerPort int port) throws IOException {
        int own = freePort();
        Path config = Files.writeString(folder.resolve("prometheus.yaml"), """
                global: {scrape_interval: 250ms, evaluation_interval: 250ms}
                rule_files: ['%s']
                scrape_configs:
                  - job_name: etiqueta
                    metrics_path: /actuator/prometheus
                    static_configs: [{targets: ['localhost:%d']}]
                """.formatted(RULES.toAbsolutePath(), port));
        prometheus = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=localhost:" + own)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        service = RestClient.create("http://localhost:" + port);
        queries = RestClient.create("http://localhost:" + own);
    }

    @AfterEach
    void stop() throws InterruptedException {
        prometheus.destroy();
        prometheus.waitFor();
    }

    @Test
    void testsOfTheRulesPass() throws IOException, InterruptedException {
        Tool.run(Path.of("."), "promtool", "check", "rules", RULES.toString());
        Tool.run(Path.of("."), "promtool", "test", "rules", "src/test/prometheus/rules.test.yaml");
    }

    @Test
    void findsWhatTheRulesSpeakOf() {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(() -> {
                    predict();
                    assertThat(EXPRESSIONS)
                            .allSatisfy(expression ->
                                    assertThat(values(expression)).isNotEmpty().doesNotContain(Double.NaN));
                });
    }

    @Test
    void findsWhatTheDashboardShows() throws IOException {
        List<String> expressions = new JsonMapper()
                        .readTree(Files.readString(Path.of("helm/dashboards/etiqueta.json")))
                        .findValuesAsString("expr")
                        .stream()
                        .filter(expression -> !expression.contains(" unless "))
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
                    assertThat(expressions)
                            .allSatisfy(expression ->
                                    assertThat(values(expression)).isNotEmpty().doesNotContain(Double.NaN));
                });
    }

    /** So many that drift can be told. */
    private void predict() {
        for (int i = 0; i < 50; i++) {
            service.post()
                    .uri("/predict")
                    .contentType(MediaType.IMAGE_PNG)
                    .body(TestDigits.png(i))
                    .retrieve()
                    .toBodilessEntity();
        }
    }

    private List<Double> values(String expression) {
        JsonNode answer = new JsonMapper()
                .readTree(queries.get()
                        .uri("/api/v1/query?query={expression}", expression)
                        .retrieve()
                        .body(String.class));
        return answer.path("data")
                .path("result")
                .valueStream()
                .map(sample -> Double.valueOf(sample.path("value").path(1).asString()))
                .toList();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
