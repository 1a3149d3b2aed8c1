package dev.etiqueta.monitoring;

import java.util.Locale;

/** What a request passes through, in this order: each has a timer, tagged with {@code model} and {@code version}. */
enum Stage {
    DECODE("model.decode"),
    QUEUE("model.queue"),
    INFERENCE("model.inference");

    private final String timer;

    Stage(String timer) {
        this.timer = timer;
    }

    String timer() {
        return timer;
    }

    /** As it is called in {@link ModelStatistics}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
