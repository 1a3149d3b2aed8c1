package dev.etiqueta.dvc;

import dev.etiqueta.failure.ActionableException;
import org.jspecify.annotations.Nullable;

/** Tracked files that cannot be had, or are not what git promises. */
public final class DvcException extends ActionableException {

    private final boolean isTransient;

    DvcException(String description, String action) {
        this(description, action, null);
    }

    DvcException(String description, String action, @Nullable Throwable cause) {
        this(description, action, cause, false);
    }

    private DvcException(String description, String action, @Nullable Throwable cause, boolean isTransient) {
        super(description, action, cause);
        this.isTransient = isTransient;
    }

    /** A failure that another attempt may not meet. */
    static DvcException ofTransient(String description, String action, @Nullable Throwable cause) {
        return new DvcException(description, action, cause, true);
    }

    @Override
    public boolean isTransient() {
        return isTransient;
    }
}
