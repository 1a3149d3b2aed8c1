package dev.etiqueta.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Rectangle;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard for Grafana, of which {@link PrometheusAcceptanceTest} runs the expressions. */
class DashboardTest {

    private static final int WIDTH = 24;

    private final List<JsonNode> panels = new JsonMapper()
            .readTree(Path.of("helm/dashboards/etiqueta.json"))
            .path("panels")
            .valueStream()
            .toList();

    @Test
    void tellsItsPanelsAndTheirQueriesApart() {
        assertThat(panels).extracting(panel -> panel.path("id").asInt()).doesNotHaveDuplicates();
        assertThat(panels).extracting(panel -> panel.path("title").asString()).doesNotHaveDuplicates();
        assertThat(panels).allSatisfy(panel -> assertThat(panel.path("targets").findValuesAsString("refId"))
                .isNotEmpty()
                .doesNotHaveDuplicates());
    }

    @Test
    void laysNoPanelOverAnother() {
        List<Rectangle> places = panels.stream()
                .map(panel -> panel.path("gridPos"))
                .map(at -> new Rectangle(
                        at.path("x").asInt(),
                        at.path("y").asInt(),
                        at.path("w").asInt(),
                        at.path("h").asInt()))
                .toList();

        assertThat(places).allSatisfy(place -> {
            assertThat(place.getMaxX()).isLessThanOrEqualTo(WIDTH);
            assertThat(places.stream().filter(place::intersects)).hasSize(1);
        });
    }
}
