package dev.etiqueta.failure;

/** What is to blame for a failure, which says whether the same attempt may succeed later. */
public enum Blame {
    /** What a commit holds: only another commit can be better. */
    CONTENT,
    /** What cannot be had: it is missing, forbidden, or told about wrongly. Somebody may mend that. */
    ACCESS,
    /** A server that does not answer just now. */
    SERVER,
    /** A disk without room. */
    STORAGE,
    /** This service, as it is just now: out of memory, ending, or defective. */
    SERVICE;

    /** Whether no further attempt can succeed. */
    public boolean isFinal() {
        return this == CONTENT;
    }
}
