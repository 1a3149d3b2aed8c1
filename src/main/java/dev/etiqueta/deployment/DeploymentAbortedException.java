package dev.etiqueta.deployment;

import dev.etiqueta.failure.ActionableException;
import dev.etiqueta.failure.Blame;

/** A deployment that somebody has ended before its time. */
public final class DeploymentAbortedException extends ActionableException {

    DeploymentAbortedException(String why) {
        super("the deployment was aborted: " + why, "Deploy the revision again, if it is still wanted.", null);
    }

    @Override
    public Blame blame() {
        return Blame.SERVICE;
    }
}
