package dev.etiqueta.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Who vouches for a model, as far as signatures are asked for.
 *
 * @param revision who signed the tag or the commit; null where no revision needs a signature
 * @param models who signed the models themselves; null where they need no signature
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Signers(@Nullable String revision, @Nullable String models) {

    /** Nobody was asked for. */
    public static final Signers NONE = new Signers(null, null);
}
