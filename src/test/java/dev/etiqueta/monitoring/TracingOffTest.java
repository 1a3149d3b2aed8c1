package dev.etiqueta.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.TestDigits;
import io.micrometer.observation.ObservationRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.web.client.RestClient;

/** A service as it comes: without traces, and with a log for people. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"logging.level.dev.etiqueta.web=debug", "management.opentelemetry.tracing.export.otlp.endpoint="})
@ExtendWith(OutputCaptureExtension.class)
@DirtiesContext
class TracingOffTest {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private ObservationRegistry observations;

    @Test
    void hasNothingOfOpenTelemetry(@LocalServerPort int port) {
        String id = client(port)
                .post()
                .uri("/predict")
                .contentType(MediaType.IMAGE_PNG)
                .body(TestDigits.png(0))
                .retrieve()
                .toBodilessEntity()
                .getHeaders()
                .getFirst("X-Prediction-Id");

        assertThat(id).hasSize(32);
        assertThat(context.getBeanNamesForType(OpenTelemetry.class)).isEmpty();
        assertThat(Arrays.stream(context.getBeanDefinitionNames())
                        .map(context::getType)
                        .filter(type -> type != null)
                        .map(Class::getName))
                .noneMatch(name -> name.startsWith("io.opentelemetry.") || name.startsWith("io.micrometer.tracing."));
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.contains("BatchSpanProcessor") || name.contains("BatchLogRecordProcessor"));
        assertThat(observations.getCurrentObservation()).isNull();
    }

    @Test
    void letsNoClientWriteLinesIntoTheLog(@LocalServerPort int port, CapturedOutput output) {
        // The web server refuses the first.
        for (String name : List.of("a\r\n2026-11-23T00:00:00.000Z ERROR forged\u001b[2K", "a\u2028once more")) {
            client(port)
                    .post()
                    .uri("/v1/models/{name}:predict", name)
                    .contentType(MediaType.IMAGE_PNG)
                    .body(TestDigits.png(0))
                    .retrieve()
                    .toBodilessEntity();
        }
        client(port)
                .post()
                .uri("/predict")
                .header(HttpHeaders.CONTENT_TYPE, "multipart/form-data; boundary=b")
                .body(
                        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename*=UTF-8''a%0Aforged\r\n\r\n\r\n--b--\r\n")
                .retrieve()
                .toBodilessEntity();

        assertThat(output.getOut().lines().filter(line -> line.contains("forged")))
                .hasSize(1)
                .allMatch(line -> line.startsWith("    "));
        assertThat(output.getOut())
                .contains("Refused with 404: there is no model 'a?once more'")
                .doesNotContain("\u001b[2K");
    }

    private static RestClient client(int port) {
        return RestClient.builder()
                .baseUrl("http://localhost:" + port)
                .defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {})
                .build();
    }
}
