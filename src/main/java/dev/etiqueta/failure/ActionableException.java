package dev.etiqueta.failure;

import org.jspecify.annotations.Nullable;

/** A failure that a person can mend: what was found and what was expected, and what to do about it. */
public abstract class ActionableException extends RuntimeException {

    /** In characters: what is named in it, somebody else may have chosen. */
    private static final int LONGEST = 2000;

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
        super(line(description), cause);
        this.description = line(description);
        this.action = line(action);
    }

    private static String line(String text) {
        String line = text.substring(0, Math.min(text.length(), LONGEST)).replaceAll("\\p{Cntrl}", " ");
        return text.length() <= LONGEST ? line : line + "...";
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
