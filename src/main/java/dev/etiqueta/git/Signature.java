package dev.etiqueta.git;

import org.jspecify.annotations.Nullable;

/**
 * What a signature is worth.
 *
 * @param signer who made it, for people to read; null where it counts for nothing
 * @param reason why it counts for nothing; null where it counts
 */
record Signature(@Nullable String signer, @Nullable String reason) {

    static Signature by(String signer) {
        return new Signature(signer, null);
    }

    static Signature worthless(String reason) {
        return new Signature(null, reason);
    }
}
