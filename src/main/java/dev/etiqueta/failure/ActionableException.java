package dev.etiqueta.failure;

import org.jspecify.annotations.Nullable;

/** A failure that a person can mend: what was found and what was expected, and what to do about it. */
public abstract class ActionableException extends RuntimeException {

    private final String description;
    private final String action;

    /**
     * Creates one.
     *
     * @param description names the thing, what was found and what was expected
     * @param action what to do, in a sentence
     * @param cause null where this is the cause
     */
    protected ActionableException(String description, String action, @Nullable Throwable cause) {
        super(description, cause);
        this.description = description;
        this.action = action;
    }

    @Override
    public String getMessage() {
        return description;
    }

    /** What to do, in a sentence. */
    public String action() {
        return action;
    }

    /** What is to blame. */
    public Blame blame() {
        return Blame.CONTENT;
    }
}
