package dev.etiqueta.deployment;

import dev.etiqueta.failure.ActionableException;
import dev.etiqueta.failure.Blame;

/** A deployment that cannot be, as things are. */
final class DeploymentException extends ActionableException {

    private final Blame blame;

    DeploymentException(String description, String action) {
        this(Blame.ACCESS, description, action);
    }

    DeploymentException(Blame blame, String description, String action) {
        super(description, action, null);
        this.blame = blame;
    }

    @Override
    public Blame blame() {
        return blame;
    }
}
