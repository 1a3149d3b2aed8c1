package dev.etiqueta.dvc;

import dev.etiqueta.failure.ActionableException;
import dev.etiqueta.failure.Blame;
import org.jspecify.annotations.Nullable;

/** Tracked files that cannot be had, or are not what git promises. */
public final class DvcException extends ActionableException {

    private final Blame blame;

    DvcException(String description, String action) {
        this(description, action, null);
    }

    DvcException(String description, String action, @Nullable Throwable cause) {
        this(Blame.CONTENT, description, action, cause);
    }

    DvcException(Blame blame, String description, String action, @Nullable Throwable cause) {
        super(description, action, cause);
        this.blame = blame;
    }

    @Override
    public Blame blame() {
        return blame;
    }
}
