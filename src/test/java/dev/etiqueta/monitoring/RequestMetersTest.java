package dev.etiqueta.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.Signature;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestMetersTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final RequestMeters meters = new RequestMeters(registry);

    @ParameterizedTest
    @CsvSource({"200, success", "400, client_error", "422, client_error", "500, server_error", "503, server_error"})
    void countsARequestByItsStatus(int status, String outcome) {
        meters.opened(model("v1"));
        meters.answered(model("v1").id(), status, 1_000);

        for (String each : List.of("success", "client_error", "server_error")) {
            long count =
                    registry.get("model.request").tag("outcome", each).timer().count();
            assertThat(count).as(each).isEqualTo(each.equals(outcome) ? 1 : 0);
        }
    }

    @Test
    void keepsNoMeterOfAVersionThatIsOlderThanTheOneBefore() {
        meters.opened(model("v1"));
        for (int i = 1; i < 10; i++) {
            meters.opened(model("v" + (i + 1)));
            meters.closed(model("v" + i));
        }

        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getTag("version"))
                .containsOnly("v9", "v10");
    }

    private static ModelInfo model(String version) {
        return new ModelInfo(
                new ModelId("m", version, "0".repeat(32)), new Signature(List.of(), List.of()), null, null);
    }
}
