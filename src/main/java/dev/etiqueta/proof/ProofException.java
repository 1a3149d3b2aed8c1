package dev.etiqueta.proof;

import dev.etiqueta.failure.ActionableException;
import dev.etiqueta.failure.Blame;

/** A model that has not proved itself. */
public final class ProofException extends ActionableException {

    private final Blame blame;

    ProofException(Blame blame, String description, String action) {
        super(description, action, null);
        this.blame = blame;
    }

    @Override
    public Blame blame() {
        return blame;
    }
}
