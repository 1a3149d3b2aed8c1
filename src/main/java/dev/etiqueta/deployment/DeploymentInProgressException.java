package dev.etiqueta.deployment;

import dev.etiqueta.failure.ActionableException;
import dev.etiqueta.failure.Blame;

/** Only one deployment can be under way. */
public final class DeploymentInProgressException extends ActionableException {

    DeploymentInProgressException() {
        super("another deployment is under way", "Try again when it has ended.", null);
    }

    @Override
    public Blame blame() {
        return Blame.SERVICE;
    }
}
