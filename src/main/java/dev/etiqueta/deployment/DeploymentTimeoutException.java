package dev.etiqueta.deployment;

import dev.etiqueta.failure.ActionableException;

/** A deployment that takes longer than it may. */
final class DeploymentTimeoutException extends ActionableException {

    DeploymentTimeoutException() {
        super(
                "the models have not been fetched and loaded in time",
                "Check that their graphs come to an end; if they are just large or far away, give etiqueta.deployment.timeout more.",
                null);
    }
}
