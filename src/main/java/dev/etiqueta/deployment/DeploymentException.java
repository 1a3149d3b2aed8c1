package dev.etiqueta.deployment;

import dev.etiqueta.failure.ActionableException;

/** A deployment that cannot be, as things are. */
final class DeploymentException extends ActionableException {

    DeploymentException(String description, String action) {
        super(description, action, null);
    }
}
