package dev.etiqueta.git;

import java.util.List;

/** A tag, branch or commit that the repository does not have, or not in this form. */
public final class UnknownRevisionException extends GitException {

    private final List<String> known;

    /** @param known some of the names that the repository has: tags with the newest first, then branches */
    UnknownRevisionException(String description, String action, List<String> known) {
        super(Reason.UNKNOWN_REVISION, description + names(known), action);
        this.known = List.copyOf(known);
    }

    private static String names(List<String> known) {
        return known.isEmpty() ? "" : "; it has " + String.join(", ", known);
    }

    /** Up to ten names that the repository has: tags with the newest first, then branches. */
    public List<String> known() {
        return known;
    }
}
