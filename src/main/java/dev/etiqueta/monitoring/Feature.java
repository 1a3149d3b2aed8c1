package dev.etiqueta.monitoring;

import dev.etiqueta.model.Reference;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is compared with a card's reference. */
enum Feature {
    SCORE,
    MEAN,
    DEVIATION,
    INK;

    /** As it is called in tags and names. */
    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is one of the images, and not of the answers. */
    boolean isInput() {
        return this != SCORE;
    }

    /** Its counts in the reference; null where they are not recorded. */
    @Nullable
    List<Integer> histogram(Reference reference) {
        return switch (this) {
            case SCORE -> reference.scoreHistogram();
            case MEAN -> reference.meanHistogram();
            case DEVIATION -> reference.deviationHistogram();
            case INK -> reference.inkHistogram();
        };
    }
}
