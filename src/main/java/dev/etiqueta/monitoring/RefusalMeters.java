package dev.etiqueta.monitoring;

import dev.etiqueta.server.Refusal;
import dev.etiqueta.server.RefusalObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** What web servers refuse before it is a request of the application's: {@code server.refused}, by {@code reason}. */
class RefusalMeters implements RefusalObserver {

    private final Map<Refusal, Counter> counters = new EnumMap<>(Refusal.class);

    RefusalMeters(MeterRegistry registry) {
        for (Refusal reason : Refusal.values()) {
            counters.put(
                    reason,
                    Counter.builder("server.refused")
                            .description("Requests refused and connections closed before the application saw them")
                            .tag("reason", reason.text())
                            .register(registry));
        }
    }

    @Override
    public void refused(Refusal reason) {
        Objects.requireNonNull(counters.get(reason)).increment();
    }
}
