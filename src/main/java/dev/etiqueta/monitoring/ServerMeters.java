package dev.etiqueta.monitoring;

import dev.etiqueta.server.Refusal;
import dev.etiqueta.server.ServerObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * What web servers do before it is a request of the application's: {@code server.refused}, by {@code reason}, and {@code
 * server.wait}.
 */
class ServerMeters implements ServerObserver {

    private final Map<Refusal, Counter> counters = new EnumMap<>(Refusal.class);
    private final Timer wait;

    ServerMeters(MeterRegistry registry) {
        for (Refusal reason : Refusal.values()) {
            counters.put(
                    reason,
                    Counter.builder("server.refused")
                            .description("Requests refused and connections closed before the application saw them")
                            .tag("reason", reason.text())
                            .register(registry));
        }
        wait = Timer.builder("server.wait")
                .description("How long those requests waited for a place that did not have one at once")
                .register(registry);
    }

    @Override
    public void waited(long nanoseconds) {
        wait.record(nanoseconds, TimeUnit.NANOSECONDS);
    }

    @Override
    public void refused(Refusal reason) {
        Objects.requireNonNull(counters.get(reason)).increment();
    }
}
