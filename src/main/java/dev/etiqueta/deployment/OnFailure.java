package dev.etiqueta.deployment;

/** What becomes of a revision of which some models cannot be served. */
public enum OnFailure {
    /** None of it is served. */
    REFUSE,
    /** The others are, at least one, and those that cannot be are reported. */
    SKIP
}
