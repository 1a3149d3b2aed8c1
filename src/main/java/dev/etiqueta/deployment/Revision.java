package dev.etiqueta.deployment;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.etiqueta.model.Signers;
import org.jspecify.annotations.Nullable;

/**
 * Which models they are.
 *
 * @param tag that names the commit; null where none does
 * @param commit 40 hexadecimal digits; null for models that came from no repository
 * @param digest the MD5 by which DVC knows them
 * @param signers who vouches for them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Revision(@Nullable String tag, @Nullable String commit, String digest, Signers signers) {

    private static final int SHORT = 7;

    /** What answers, meters and logs call it: the tag where there is one, else the short commit, else the digest. */
    public String version() {
        if (tag != null) {
            return tag;
        }
        return commit != null ? commit.substring(0, SHORT) : digest;
    }
}
