package dev.etiqueta.deployment;

import java.time.Duration;

/** Is told how deployments end. */
public interface DeploymentObserver {

    /** Other models serve now. */
    void succeeded(Deployment deployment, Duration took);

    /** Nothing has changed. */
    void failed(FailedDeployment failure, Duration took);
}
