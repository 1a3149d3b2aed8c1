package dev.etiqueta.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.Signature;
import dev.etiqueta.request.Outcome;
import dev.etiqueta.request.Protocol;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RequestMetersTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final RequestMeters meters = new RequestMeters(registry);

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void countsARequestByItsOutcome(Outcome outcome) {
        meters.opened(model("v1"));
        meters.answered(model("v1").id(), Protocol.V1, outcome, 1_000);

        for (Outcome each : Outcome.values()) {
            long count = registry.get("model.request")
                    .tag("outcome", each.toString())
                    .timer()
                    .count();
            assertThat(count).as(each.toString()).isEqualTo(each == outcome ? 1 : 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void countsARequestByItsProtocol(Protocol protocol) {
        meters.opened(model("v1"));
        meters.answered(model("v1").id(), protocol, Outcome.CLIENT_ERROR, 1_000);

        for (Protocol each : Protocol.values()) {
            double count = registry.get("model.requests")
                    .tag("protocol", each.toString())
                    .counter()
                    .count();
            assertThat(count).as(each.toString()).isEqualTo(each == protocol ? 1 : 0);
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
