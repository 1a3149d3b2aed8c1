package dev.etiqueta.signing;

import dev.etiqueta.failure.ActionableException;
import dev.etiqueta.failure.Blame;
import org.jspecify.annotations.Nullable;

/** Models whose signature does not count, or whose files are not those that were signed. */
public final class ModelSignatureException extends ActionableException {

    private static final String ACTION =
            "Sign the folder again (model_signing sign) with a key that counts here, then `dvc add` and `dvc push` it.";

    ModelSignatureException(String description) {
        this(description, null);
    }

    ModelSignatureException(String description, @Nullable Throwable cause) {
        super("the signature of the models does not count: " + description, ACTION, cause);
    }

    private ModelSignatureException(String description, String action, @Nullable Throwable cause) {
        super(description, action, cause);
    }

    static ModelSignatureException unusable(String property, String reason, @Nullable Throwable cause) {
        return new ModelSignatureException(
                "the file of %s cannot be used: %s".formatted(property, reason),
                "Name a PEM file of this service's host.",
                cause);
    }

    /** No model of the folder counts then, whatever is done with models that cannot be served. */
    @Override
    public Blame blame() {
        return Blame.ACCESS;
    }
}
