package dev.etiqueta.deployment;

import org.jspecify.annotations.Nullable;

/** Texts that are configured. */
final class Texts {

    private Texts() {}

    /** An environment variable that is empty is one that is not set. */
    static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
