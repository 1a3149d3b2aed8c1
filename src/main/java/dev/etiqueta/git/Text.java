package dev.etiqueta.git;

import org.jspecify.annotations.Nullable;

/** Text of others, made fit for a message. */
final class Text {

    private static final int LONGEST = 200;

    private Text() {}

    /** One line of at most {@value #LONGEST} characters, without control characters. */
    static String oneLine(@Nullable String text) {
        if (text == null) {
            return "";
        }
        String line = text.substring(0, Math.min(text.length(), 2 * LONGEST))
                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                .strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    }
}
