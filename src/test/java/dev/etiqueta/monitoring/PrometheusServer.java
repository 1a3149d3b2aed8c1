package dev.etiqueta.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus that scrapes a service on this machine, and evaluates its rules, four times a second. */
final class PrometheusServer implements AutoCloseable {

    static final Path RULES = Path.of("helm/rules/etiqueta.yaml");

    private final Process process;
    private final RestClient http;

    private PrometheusServer(Process process, int port) {
        this.process = process;
        this.http = RestClient.create("http://localhost:" + port);
    }

    /**
     * Starts it; one that is not installed fails.
     *
     * @param folder for what it writes
     * @param rules the file of its rules
     * @param target the port of the service
     */
    static PrometheusServer start(Path folder, Path rules, int target) throws IOException {
        int port = freePort();
        Path config =
                Files.writeString(folder.resolve("prometheus.yaml"), """
                global: {scrape_interval: 250ms, evaluation_interval: 250ms}
                rule_files: ['%s']
                scrape_configs:
                  - job_name: etiqueta
                    metrics_path: /actuator/prometheus
                    static_configs: [{targets: ['localhost:%d']}]
                """.formatted(rules.toAbsolutePath(), target));
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=localhost:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
        PrometheusServer server = new PrometheusServer(process, port);
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(() -> assertThat(server.values("up"))
                .containsExactly(1.0));
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** What an expression is now, for each of its series. */
    List<Double> values(String expression) {
        return series(expression).stream().map(PrometheusServer::value).toList();
    }

    /** What an expression is now, by the values of one of its tags, of which no two series have the same. */
    Map<String, Double> valuesBy(String tag, String expression) {
        Map<String, Double> values = new HashMap<>();
        for (JsonNode series : series(expression)) {
            String key = series.path("metric").path(tag).asString();
            assertThat(values.put(key, value(series)))
                    .as("%s of %s", key, expression)
                    .isNull();
        }
        return values;
    }

    private List<JsonNode> series(String expression) {
        String answer = http.get()
                .uri("/api/v1/query?query={expression}", expression)
                .retrieve()
                .body(String.class);
        return new JsonMapper()
                .readTree(answer)
                .path("data")
                .path("result")
                .valueStream()
                .toList();
    }

    private static double value(JsonNode series) {
        return Double.parseDouble(series.path("value").path(1).asString());
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
