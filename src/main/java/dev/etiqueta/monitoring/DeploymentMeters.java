package dev.etiqueta.monitoring;

import dev.etiqueta.deployment.Deployment;
import dev.etiqueta.deployment.DeploymentObserver;
import dev.etiqueta.deployment.FailedDeployment;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** How deployments end and how long they take: {@code model.deployment}, tagged with {@code outcome}. */
class DeploymentMeters implements DeploymentObserver {

    private final Timer successes;
    private final Timer failures;

    /** Registers both outcomes, so that a rate over them never starts from nothing. */
    DeploymentMeters(MeterRegistry registry) {
        successes = timer(registry, "success");
        failures = timer(registry, "failure");
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
