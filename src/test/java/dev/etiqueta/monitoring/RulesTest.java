package dev.etiqueta.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The rules for Prometheus, of which {@link PrometheusAcceptanceTest} shows that they find what they speak of. */
class RulesTest {

    private static final Path RULES = PrometheusServer.RULES;
    private static final Path RULES_TEST = Path.of("src/test/prometheus/rules.test.yaml");

    private static final List<JsonNode> ALERTS =
            new YAMLMapper().readTree(RULES).findParents("alert").stream().toList();
    private static final JsonNode TESTS = new YAMLMapper().readTree(RULES_TEST);

    @Test
    @Tag("acceptance")
    void passTheirTests() throws IOException, InterruptedException {
        Tool.run(Path.of("."), "promtool", "check", "rules", RULES.toString());
        Tool.run(Path.of("."), "promtool", "test", "rules", RULES_TEST.toString());
    }

    @Test
    void eachAlertSaysWhatItIsHowBadAndWhatToDo() {
        assertThat(ALERTS).hasSizeGreaterThan(5).allSatisfy(alert -> {
            assertThat(alert.path("annotations").path("summary").asString()).isNotBlank();
            assertThat(alert.path("annotations").path("description").asString()).isNotBlank();
            assertThat(alert.path("labels").path("severity").asString()).isIn("critical", "warning");
        });
    }

    @Test
    void eachAlertIsTestedToFireAndNotTo() {
        Set<String> alerts =
                ALERTS.stream().map(alert -> alert.path("alert").asString()).collect(Collectors.toSet());

        assertThat(tested(true)).isEqualTo(alerts);
        assertThat(tested(false)).isEqualTo(alerts);
    }

    private static Set<String> tested(boolean toFire) {
        return TESTS.findParents("alertname").stream()
                .filter(test -> test.path("exp_alerts").isEmpty() != toFire)
                .map(test -> test.path("alertname").asString())
                .collect(Collectors.toSet());
    }
}
