package dev.etiqueta.git;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A commit of a repository.
 *
 * @param id 40 lower-case hexadecimal digits
 * @param tag the tag that was asked for, else the newest one that points at the commit; null where there is none
 * @param tagObject the id of the tag's own object, of an annotated tag; null for every other
 * @param tagAsked whether the tag was asked for, rather than found at the commit
 */
public record Commit(
        String id, @Nullable String tag, @Nullable String tagObject, boolean tagAsked) {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{40}");
    private static final int SHORT = 7;

    /** @throws IllegalArgumentException if the id is not 40 lower-case hexadecimal digits */
    public Commit {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("expected a commit of 40 hexadecimal digits, found '%s'".formatted(id));
        }
    }

    /** One that was not asked for by a tag. */
    public Commit(String id, @Nullable String tag) {
        this(id, tag, null, false);
    }

    /** The commit by itself. */
    Commit withoutTag() {
        return new Commit(id, null);
    }

    /** The first 7 digits of the id, as git prints it. */
    public String shortId() {
        return id.substring(0, SHORT);
    }
}
