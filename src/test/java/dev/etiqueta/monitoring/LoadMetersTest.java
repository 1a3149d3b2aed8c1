package dev.etiqueta.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.Signature;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoadMetersTest {

    private static final Duration TOOK = Duration.ofMillis(40);

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final LoadMeters meters = new LoadMeters(registry);

    @Test
    void countsALoadOnceItServes() {
        meters.loaded(model("v1"), TOOK);
        assertThat(registry.getMeters()).isEmpty();

        meters.opened(model("v1"));
        assertThat(timer("v1", "success").count()).isEqualTo(1);
        assertThat(timer("v1", "success").totalTime(TimeUnit.MILLISECONDS)).isEqualTo(40);
    }

    @Test
    void forgetsALoadThatNeverCameToServe() {
        serve("v1");
        meters.loaded(model("v2"), TOOK);
        meters.loaded(model("v3"), TOOK);
        meters.opened(model("v2"));

        assertThat(timer("v2", "success").count()).isZero();
    }

    @Test
    void countsOnWhereAVersionComesBack() {
        serve("v1");
        replace("v1", "v2");
        replace("v2", "v1");

        assertThat(timer("v1", "success").count()).isEqualTo(2);
    }

    @Test
    void keepsTheVersionBeforeAndTheLastFailureOnly() {
        serve("v1");
        for (int i = 1; i < 10; i++) {
            meters.loadFailed(model("broken" + i).id(), TOOK);
            meters.loadFailed(model("broken" + i).id(), TOOK);
            replace("v" + i, "v" + (i + 1));
        }

        assertThat(registry.getMeters())
                .extracting(meter -> meter.getId().getTag("version"))
                .containsExactlyInAnyOrder("v9", "v10", "broken9");
        assertThat(timer("broken9", "failure").count()).isEqualTo(2);
    }

    private void serve(String version) {
        meters.loaded(model(version), TOOK);
        meters.opened(model(version));
    }

    private void replace(String old, String next) {
        serve(next);
        meters.closed(model(old));
    }

    private Timer timer(String version, String outcome) {
        return registry.get("model.load")
                .tags("version", version, "outcome", outcome)
                .timer();
    }

    private static ModelInfo model(String version) {
        return new ModelInfo(
                new ModelId("m", version, "0".repeat(32)), new Signature(List.of(), List.of()), null, null);
    }
}
