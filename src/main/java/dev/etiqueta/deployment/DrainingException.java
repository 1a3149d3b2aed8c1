package dev.etiqueta.deployment;

import dev.etiqueta.failure.ActionableException;
import dev.etiqueta.failure.Blame;

/** Nothing is deployed to a service that is ending. */
public final class DrainingException extends ActionableException {

    DrainingException() {
        super("the service is ending", "Deploy to the one that takes its place.", null);
    }

    @Override
    public Blame blame() {
        return Blame.SERVICE;
    }
}
