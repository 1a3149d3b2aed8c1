package dev.etiqueta.monitoring;

import dev.etiqueta.deployment.Deployment;
import dev.etiqueta.deployment.DeploymentObserver;
import dev.etiqueta.deployment.FailedDeployment;
import dev.etiqueta.deployment.LookOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How deployments end and how long they take: {@code model.deployment}, tagged with {@code outcome}; the looks for a new
 * revision by outcome: {@code model.revision.looks}; and when one last came to an end without trouble.
 */
class DeploymentMeters implements DeploymentObserver {

    private final Timer successes;
    private final Timer failures;
    private final Map<LookOutcome, Counter> looks = new EnumMap<>(LookOutcome.class);
    private final AtomicLong lastLook = new AtomicLong();

    /** Registers both outcomes, so that a rate over them never starts from nothing. */
    DeploymentMeters(MeterRegistry registry) {
        successes = timer(registry, "success");
        failures = timer(registry, "failure");
        for (LookOutcome outcome : LookOutcome.values()) {
            looks.put(
                    outcome,
                    Counter.builder("model.revision.looks")
                            .description("Looks for a new revision, by what came of them")
                            .tag("outcome", outcome.tag())
                            .register(registry));
        }
        TimeGauge.builder("model.revision.last.look.timestamp", lastLook::get, TimeUnit.MILLISECONDS)
                .description("When the last look for a new revision succeeded, in Unix time; 0 before the first")
                .register(registry);
    }

    @Override
    public void looked(LookOutcome outcome) {
        Objects.requireNonNull(looks.get(outcome)).increment();
        if (outcome != LookOutcome.FAILED) {
            lastLook.set(System.currentTimeMillis());
        }
    }

    private static Timer timer(MeterRegistry registry, String outcome) {
        return Timer.builder("model.deployment")
                .description("Deployments while running, from the request to the swap or the failure")
                .tag("outcome", outcome)
                .register(registry);
    }

    @Override
    public void succeeded(Deployment deployment, Duration took) {
        successes.record(took);
    }

    @Override
    public void failed(FailedDeployment failure, Duration took) {
        failures.record(took);
    }
}
