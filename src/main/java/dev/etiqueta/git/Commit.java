package dev.etiqueta.git;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A commit of a repository.
 *
 * @param id 40 lower-case hexadecimal digits
 * @param tag the tag that was asked for, else the newest one that points at the commit; null where there is none
 */
public record Commit(String id, @Nullable String tag) {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{40}");
    private static final int SHORT = 7;

    /** @throws IllegalArgumentException if the id is not 40 lower-case hexadecimal digits */
    public Commit {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("expected a commit of 40 hexadecimal digits, found '%s'".formatted(id));
        }
    }

    /** The first 7 digits of the id, as git prints it. */
    public String shortId() {
        return id.substring(0, SHORT);
    }
}
