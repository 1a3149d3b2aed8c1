package dev.etiqueta.monitoring;

import dev.etiqueta.deployment.Deployer;
import dev.etiqueta.deployment.DeploymentStatus;
import dev.etiqueta.deployment.FailedDeployment;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether the last deployment succeeded. If not, the old models serve well, so that this is neither {@code DOWN} nor a
 * reason to send requests elsewhere; but somebody should look.
 */
class DeploymentHealthIndicator implements HealthIndicator {

    static final Status DEGRADED = new Status("DEGRADED");

    private final Deployer deployer;

    DeploymentHealthIndicator(Deployer deployer) {
        this.deployer = deployer;
    }

    @Override
    public Health health() {
        DeploymentStatus status = deployer.status();
        Health.Builder health = status.degraded() ? Health.status(DEGRADED) : Health.up();
        health.withDetail("version", status.current().revision().version())
                .withDetail("since", status.current().since());
        FailedDeployment failure = status.lastFailure();
        if (failure != null) {
            health.withDetail("lastFailure", failure);
        }
        return health.build();
    }
}
