package dev.etiqueta.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.ByteString;
import dev.etiqueta.RepositoryFixture;
import dev.etiqueta.TestKeys;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.client.RestClient;

/** Spans as a collector gets them. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.tracing.sampling.probability=0",
            "management.endpoint.deployment.access=unrestricted",
            "management.endpoints.web.exposure.include=*",
            "etiqueta.repository.revision=v1"
        })
@DirtiesContext
class TracingTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String BY_NAME = "http post /v1/models/{name}:predict";
    private static final String PREDICT = "http post /predict";
    private static final String DEPLOY = "http post /actuator/deployment";
    private static final String PARENT = "00f067aa0ba902b7";
    private static final String GREY_150 = "{\"instances\": [[[150, 150], [150, 150]], [[9, 9], [9, 9]]]}";
    private static final String COMMIT_V2 = "d1e1664cd83de50af9efc96bcd3317c1cf4c43f2";

    @TempDir
    private static Path folder;

    private static RepositoryFixture fixture;
    private static SpanCollector collector;

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @Autowired
    private SdkTracerProvider tracing;

    private RestClient http;

    @BeforeAll
    static void start() throws IOException {
        fixture = RepositoryFixture.unpack("dvc3", folder);
        collector = new SpanCollector();
    }

    @AfterAll
    static void stop() {
        collector.close();
    }

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry properties) {
        properties.add("management.opentelemetry.tracing.export.otlp.endpoint", () -> collector.endpoint());
        properties.add("etiqueta.repository.url", () -> fixture.repository().toString());
        properties.add("etiqueta.remote.url", () -> fixture.store("store").toString());
        properties.add("etiqueta.security.keys", () -> TestKeys.FILE.toString());
        properties.add("etiqueta.cache.dir", () -> folder.resolve("cache").toString());
    }

    @BeforeEach
    void connect(@LocalServerPort int port) {
        http = RestClient.builder()
                .baseUrl("http://localhost:" + port)
                .defaultHeader("Authorization", TestKeys.bearer(TestKeys.ALL))
                .defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {})
                .build();
        lines.start();
        logger().addAppender(lines);
        logger().setLevel(Level.DEBUG);
    }

    @AfterEach
    void silence() {
        logger().detachAppender(lines);
        logger().setLevel(null);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("dev.etiqueta");
    }

    @Test
    void makesSpansOfTheStagesOfARequest() {
        Instant before = Instant.now();
        ResponseEntity<String> answer = post("/predict", GREY_150, TRACE, true);
        Instant after = Instant.now();

        assertThat(answer.getStatusCode().value()).isEqualTo(200);
        assertThat(answer.getHeaders().getFirst("X-Prediction-Id")).isEqualTo(TRACE);
        Map<String, Span> spans = trace(TRACE, PREDICT);
        assertThat(spans).containsOnlyKeys(PREDICT, "model.decode", "model.queue", "model.inference");
        Span server = spans.get(PREDICT);
        assertThat(server.getParentSpanId()).isEqualTo(id(PARENT));
        assertThat(server.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
        Span decode = spans.get("model.decode");
        Span inference = spans.get("model.inference");
        for (Span stage : List.of(decode, inference)) {
            assertThat(stage.getParentSpanId()).isEqualTo(server.getSpanId());
            assertThat(SpanCollector.attributes(stage))
                    .containsEntry("model", "bright")
                    .containsEntry("batch.size", "2")
                    .containsEntry("version", answer.getHeaders().getFirst("X-Model-Version"))
                    .containsKeys("commit", "digest");
            assertThat(stage.getStartTimeUnixNano()).isBetween(nanos(before), stage.getEndTimeUnixNano() - 1);
            assertThat(stage.getEndTimeUnixNano()).isBetween(server.getStartTimeUnixNano(), nanos(after));
        }
        Span queue = spans.get("model.queue");
        assertThat(queue.getParentSpanId()).isEqualTo(server.getSpanId());
        assertThat(queue.getEndTimeUnixNano()).isBetween(decode.getEndTimeUnixNano(), inference.getEndTimeUnixNano());
        assertThat(inference.getEndTimeUnixNano()).isGreaterThan(decode.getEndTimeUnixNano());
        assertThat(collector.services()).contains("etiqueta");
    }

    @Test
    void givesMetersExemplars() {
        String trace = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1";
        post("/predict", GREY_150, trace, true);

        // The server counts a request only when the answer is on its way.
        await().untilAsserted(() -> {
            String scrape = http.get()
                    .uri("/actuator/prometheus")
                    .accept(MediaType.parseMediaType("application/openmetrics-text"))
                    .retrieve()
                    .body(String.class);
            for (String name :
                    List.of("model_inference_seconds", "model_decode_seconds", "http_server_requests_seconds")) {
                assertThat(scrape.lines().filter(line -> line.startsWith(name + "_bucket")))
                        .as(name)
                        .anySatisfy(line -> assertThat(line).containsPattern("# \\{.*trace_id=\"[0-9a-f]{32}\".*} "));
            }
        });
    }

    @Test
    void marksARequestThatIsRefused() {
        String trace = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2";
        post("/v1/models/none:predict", GREY_150, trace, true);

        Span server = trace(trace, BY_NAME).get(BY_NAME);
        assertThat(SpanCollector.attributes(server))
                .containsEntry("refused", "there is no model 'none'; served are bright, colors");
        assertThat(server.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
        assertThat(lines.list)
                .filteredOn(line -> line.getFormattedMessage().startsWith("Refused"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.getMDCPropertyMap()).containsEntry("traceId", trace);
                    assertThat(fields(line)).containsEntry("status", 404).containsEntry("model", "none");
                });
    }

    @Test
    void makesNoSpansOfWhatIsNotSampledAndStillTakesTheTraceForTheId() {
        String trace = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa3";
        ResponseEntity<String> answer = post("/predict", GREY_150, trace, false);

        assertThat(answer.getHeaders().getFirst("X-Prediction-Id")).isEqualTo(trace);
        passLaterOnes();
        assertThat(collector.trace(trace)).isEmpty();
        assertThat(post("/predict", GREY_150, null, false).getHeaders().getFirst("X-Prediction-Id"))
                .hasSize(32);
    }

    @Test
    void makesSpansOfADeploymentAndItsSteps() {
        String trace = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa4";
        post("/actuator/deployment", "{\"revision\": \"v2\"}", trace, true);

        Map<String, Span> spans = trace(trace, DEPLOY);
        assertThat(spans)
                .containsOnlyKeys(
                        DEPLOY,
                        "model.deployment",
                        "model.deployment.fetch",
                        "model.deployment.load",
                        "model.deployment.swap");
        Span deployment = spans.get("model.deployment");
        assertThat(deployment.getParentSpanId()).isEqualTo(spans.get(DEPLOY).getSpanId());
        assertThat(SpanCollector.attributes(deployment))
                .containsEntry("revision", "v2")
                .containsEntry("version", "v2")
                .containsEntry("tag", "v2")
                .containsEntry("commit", COMMIT_V2)
                .containsEntry("model", "[bright, colors]")
                .containsKey("digest");
        for (String step : List.of("fetch", "load", "swap")) {
            assertThat(spans.get("model.deployment." + step).getParentSpanId())
                    .as(step)
                    .isEqualTo(deployment.getSpanId());
        }
        assertThat(lines.list)
                .filteredOn(line -> line.getLevel() == Level.INFO)
                .extracting(line -> line.getFormattedMessage().split(" ")[0])
                .containsExactly("Resolved", "Fetched", "Loaded", "Loaded", "Closed", "Closed", "Serving", "deploy");
        assertThat(lines.list)
                .filteredOn(line -> line.getLoggerName().equals("dev.etiqueta.audit"))
                .singleElement()
                .satisfies(line -> assertThat(fields(line))
                        .containsEntry("event.action", "deploy v2")
                        .containsEntry("event.outcome", "success")
                        .containsEntry("user.name", "all")
                        .containsEntry("source.ip", "127.0.0.1"));
        assertThat(lines.list)
                .filteredOn(line -> line.getFormattedMessage().startsWith("Serving"))
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.getMDCPropertyMap()).containsEntry("traceId", trace);
                    assertThat(fields(line)).containsEntry("tag", "v2").containsEntry("commit", COMMIT_V2);
                });
    }

    @Test
    void marksADeploymentThatFails() {
        String trace = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa5";
        post("/actuator/deployment", "{\"revision\": \"v99\"}", trace, true);

        Span deployment = trace(trace, DEPLOY).get("model.deployment");
        assertThat(deployment.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        assertThat(deployment.getStatus().getMessage()).contains("v99");
        assertThat(lines.list)
                .filteredOn(line -> line.getLevel() == Level.ERROR)
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.getMDCPropertyMap()).containsEntry("traceId", trace);
                    assertThat(fields(line)).containsEntry("revision", "v99");
                });
    }

    @Test
    void sendsNoSpansOfProbes() {
        String trace = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa6";
        http.get()
                .uri("/actuator/health/readiness")
                .header("traceparent", "00-%s-%s-01".formatted(trace, PARENT))
                .retrieve()
                .toBodilessEntity();

        passLaterOnes();
        assertThat(collector.trace(trace)).isEmpty();
    }

    private static Map<String, Object> fields(ILoggingEvent line) {
        return line.getKeyValuePairs().stream()
                .filter(pair -> pair.value != null)
                .collect(Collectors.toMap(pair -> pair.key, pair -> pair.value));
    }

    private ResponseEntity<String> post(String path, String body, String trace, boolean sampled) {
        return http.post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .headers(headers -> {
                    if (trace != null) {
                        headers.set("traceparent", "00-%s-%s-%s".formatted(trace, PARENT, sampled ? "01" : "00"));
                    }
                })
                .body(body)
                .retrieve()
                .toEntity(String.class);
    }

    /** The spans of a trace; the server ends its own only when the answer is on its way. */
    private Map<String, Span> trace(String id, String server) {
        await().until(() -> {
            tracing.forceFlush().join(1, TimeUnit.SECONDS);
            return collector.trace(id).containsKey(server);
        });
        return collector.trace(id);
    }

    /** Waits for the spans of a later request. */
    private void passLaterOnes() {
        String later = UUID.randomUUID().toString().replace("-", "");
        post("/predict", GREY_150, later, true);
        trace(later, PREDICT);
    }

    private static ByteString id(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }

    private static long nanos(Instant time) {
        return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
    }
}
