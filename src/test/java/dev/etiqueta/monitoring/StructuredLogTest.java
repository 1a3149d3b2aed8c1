package dev.etiqueta.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.logging.LoggingSystemProperty;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.annotation.DirtiesContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log as it is in a container. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "logging.structured.format.console=ecs",
            "logging.structured.ecs.service.version=1.2.3",
            "logging.structured.ecs.service.environment=production"
        })
@ExtendWith(OutputCaptureExtension.class)
@DirtiesContext
class StructuredLogTest {

    private static final String MD5 = "[0-9a-f]{32}";

    /** What Spring Boot leaves behind, other services in this process would go by. */
    @AfterAll
    static void forget() {
        System.clearProperty(LoggingSystemProperty.CONSOLE_STRUCTURED_FORMAT.getEnvironmentVariableName());
    }

    @Test
    void hasALineWithFieldsForEachStep(CapturedOutput output) {
        List<JsonNode> lines = lines(output);

        assertThat(lines)
                .filteredOn(line -> line.path("message").asString().startsWith("Loaded "))
                .hasSize(2)
                .allSatisfy(line -> {
                    assertThat(line.path("model").asString()).matches("binary_classifier_3|digit_classifier");
                    assertThat(line.path("digest").asString()).matches(MD5);
                    assertThat(line.path("version").asString()).matches(MD5);
                    assertThat(line.path("service").path("name").asString()).isEqualTo("etiqueta");
                    assertThat(line.path("service").path("version").asString()).isEqualTo("1.2.3");
                    assertThat(line.path("service").path("environment").asString())
                            .isEqualTo("production");
                });
        assertThat(lines)
                .extracting(line -> line.path("message").asString().split(" ")[0])
                .containsSubsequence("Found", "Loaded", "Serving");
    }

    @Test
    void hasTracesByTheirEcsNamesAndNoLineBreaks(CapturedOutput output) {
        MDC.put("traceId", "4bf92f3577b34da6a3ce929d0e0e4736");
        try {
            LoggerFactory.getLogger("dev.etiqueta.test").info("one\ntwo");
        } finally {
            MDC.remove("traceId");
        }

        assertThat(lines(output))
                .filteredOn(line -> line.path("message").asString().equals("one\ntwo"))
                .singleElement()
                .satisfies(line ->
                        assertThat(line.path("trace.id").asString()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736"));
    }

    /** Each of them is JSON. */
    private static List<JsonNode> lines(CapturedOutput output) {
        JsonMapper json = new JsonMapper();
        return output.getOut()
                .lines()
                .filter(line -> line.startsWith("{"))
                .map(json::readTree)
                .toList();
    }
}
