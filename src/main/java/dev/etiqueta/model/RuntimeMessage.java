package dev.etiqueta.model;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the ONNX runtime says of a failure, without what only its developers can use. */
final class RuntimeMessage {

    private static final int LONGEST = 600;

    /** Files of its own sources, with the line and the function that follow them, or without. */
    private static final Pattern SOURCES = Pattern.compile("[\\w./+-]{1,300}\\.(cc|cpp|cu|h|hpp):\\d+( \\w+)?");

    private static final Pattern OTHER_PATHS = Pattern.compile("(?<![\\w/:])/(?!/)\\S{2,300}");

    private RuntimeMessage() {}

    /** In one line, and not too long. */
    static String of(@Nullable Throwable failure) {
        String message = String.valueOf(failure == null ? null : failure.getMessage());
        String known = message.length() > 10 * LONGEST ? message.substring(0, 10 * LONGEST) : message;
        String clean = OTHER_PATHS
                .matcher(SOURCES.matcher(known).replaceAll(""))
                .replaceAll("")
                .replaceAll("\\s+", " ")
                .strip();
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "...";
    }
}
