package dev.etiqueta.configobj;

import static dev.etiqueta.configobj.PythonText.endsAt;
import static dev.etiqueta.configobj.PythonText.hasAt;
import static dev.etiqueta.configobj.PythonText.isQuote;
import static dev.etiqueta.configobj.PythonText.skipSpaces;
import static dev.etiqueta.configobj.PythonText.stripEnd;
import static dev.etiqueta.configobj.PythonText.unquote;

import org.jspecify.annotations.Nullable;

/** A line of a ConfigObj file that says something. */
sealed interface ConfigObjLine {

    /**
     * {@code [name]}.
     *
     * @param opened brackets before the name
     * @param closed brackets after it
     */
    record Header(String name, int opened, int closed) implements ConfigObjLine {}

    /**
     * {@code key = value}.
     *
     * @param value what follows the {@code =} and spaces, with its comment
     */
    record Assignment(String key, String value) implements ConfigObjLine {}

    /** Null for a line that is neither; {@code line} is not blank. */
    static @Nullable ConfigObjLine of(String line) {
        Header header = header(line);
        return header != null ? header : assignment(line);
    }

    private static @Nullable Header header(String line) {
        int opened = 0;
        int last = 0;
        int start = skipSpaces(line, 0);
        for (; hasAt(line, start, '['); start = skipSpaces(line, start + 1)) {
            opened++;
            last = start;
        }
        if (opened == 0) {
            return null;
        }
        String name =
                start < line.length() && isQuote(line.charAt(start)) ? quotedName(line, start) : name(line, start);
        if (name == null && opened > 1) {
            // What is no name after all the brackets may be one with the last of them.
            opened--;
            start = last;
            name = name(line, start);
        }
        return name == null ? null : new Header(unquote(name), opened, closed(line, start + name.length()));
    }

    private static @Nullable String quotedName(String line, int start) {
        int first = skipSpaces(line, start + 1);
        char quote = line.charAt(start);
        for (int end = line.indexOf(quote, start + 1); end >= 0; end = line.indexOf(quote, end + 1)) {
            int bracket = skipSpaces(line, end + 1);
            if (first < end && hasAt(line, bracket, ']') && endsAt(line, afterBrackets(line, bracket))) {
                return line.substring(start, end + 1);
            }
        }
        return null;
    }

    private static @Nullable String name(String line, int start) {
        int bracket = line.indexOf(']', start + 1);
        while (bracket >= 0) {
            int after = afterBrackets(line, bracket);
            if (endsAt(line, after)) {
                return stripEnd(line, start, bracket);
            }
            bracket = line.indexOf(']', after);
        }
        return null;
    }

    private static int closed(String line, int end) {
        int after = afterBrackets(line, skipSpaces(line, end));
        return (int) line.substring(end, after).chars().filter(c -> c == ']').count();
    }

    /** Where closing brackets, with spaces between them, end. */
    private static int afterBrackets(String line, int bracket) {
        int after = bracket + 1;
        for (int next = skipSpaces(line, after); hasAt(line, next, ']'); next = skipSpaces(line, after)) {
            after = next + 1;
        }
        return after;
    }

    private static @Nullable Assignment assignment(String line) {
        int start = skipSpaces(line, 0);
        boolean quoted = isQuote(line.charAt(start));
        String key = quoted ? quotedKey(line, start) : null;
        if (key == null) {
            // A bare key begins with neither a quote nor '=', but may with a space.
            start -= quoted || line.charAt(start) == '=' ? 1 : 0;
            int equals = line.indexOf('=', start + 1);
            if (start < 0 || equals < 0) {
                return null;
            }
            key = stripEnd(line, start, equals);
        }
        int equals = skipSpaces(line, start + key.length());
        return new Assignment(unquote(key), line.substring(skipSpaces(line, equals + 1)));
    }

    private static @Nullable String quotedKey(String line, int start) {
        char quote = line.charAt(start);
        for (int end = line.indexOf(quote, start + 1); end >= 0; end = line.indexOf(quote, end + 1)) {
            if (hasAt(line, skipSpaces(line, end + 1), '=')) {
                return line.substring(start, end + 1);
            }
        }
        return null;
    }
}
