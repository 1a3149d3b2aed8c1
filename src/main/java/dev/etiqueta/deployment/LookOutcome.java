package dev.etiqueta.deployment;

import java.util.Locale;

/** What came of a look for a new revision. */
public enum LookOutcome {
    /** The revision means the commit that was there before. */
    UNCHANGED,
    /** It means another one, which serves now. */
    DEPLOYED,
    /** Another deployment was under way, so that nothing could be done. */
    BUSY,
    /** Passing trouble: it is tried again. */
    FAILED,
    /** The commit cannot be served, and is not tried again. */
    REFUSED;

    /** As a tag of a meter. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
