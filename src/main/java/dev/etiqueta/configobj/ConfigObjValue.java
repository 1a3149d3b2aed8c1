package dev.etiqueta.configobj;

import static dev.etiqueta.configobj.PythonText.endsAt;
import static dev.etiqueta.configobj.PythonText.hasAt;
import static dev.etiqueta.configobj.PythonText.isQuote;
import static dev.etiqueta.configobj.PythonText.isSpace;
import static dev.etiqueta.configobj.PythonText.skipSpaces;
import static dev.etiqueta.configobj.PythonText.stripEnd;
import static dev.etiqueta.configobj.PythonText.unquote;

import java.util.ArrayList;
import java.util.List;

/**
 * A value on one line: a text, or texts with commas between them, and a comment.
 *
 * <p>ConfigObj defines the form by a regular expression that takes as many list items as it can, and takes back where
 * that leads nowhere, in exponential time. This gives the same in linear time: it first finds out from the end to the
 * start which rests of the line are values themselves.
 */
final class ConfigObjValue {

    private static final int NONE = -1;

    private final String text;

    /** By position: the first that is no space, from there on. */
    private final int[] word;

    /** By position: the comma behind the list item that begins there, if a value follows it. */
    private final int[] comma;

    /** By position: where a value begins, after as many spaces from there on as can be. */
    private final int[] value;

    /** The next comma or comment. */
    private int stop;

    private ConfigObjValue(String text) {
        this.text = text;
        this.word = new int[text.length() + 1];
        this.comma = new int[text.length() + 1];
        this.value = new int[text.length() + 1];
        this.stop = text.length();
    }

    /**
     * Parses a value.
     *
     * @param text without spaces at its start
     * @param line of the file, counted from 1
     * @throws IllegalArgumentException if a quote is not closed, or a list has an empty item
     */
    static ConfigValue parse(String text, int line) {
        ConfigObjValue value = new ConfigObjValue(text);
        value.findValues();
        return value.parse(line);
    }

    private ConfigValue parse(int line) {
        if (value[0] == NONE) {
            if (text.startsWith(",") && endsAt(text, 1)) {
                return new ConfigValue.Texts(List.of(), line);
            }
            throw new IllegalArgumentException("has a quote that is not closed, or a comma too many");
        }
        int end = 0;
        while (comma[end] != NONE) {
            end = value[comma[end] + 1];
        }
        String last = last(end);
        if (end == 0) {
            return new ConfigValue.Text(last, line);
        }
        List<String> texts = items(end);
        if (end < text.length() && text.charAt(end) != '#' && !isSpace(text.charAt(end))) {
            texts.add(last);
        }
        return new ConfigValue.Texts(texts, line);
    }

    private void findValues() {
        Closing singles = new Closing();
        Closing doubles = new Closing();
        word[text.length()] = text.length();
        comma[text.length()] = NONE;
        value[text.length()] = text.length();
        for (int i = text.length() - 1; i >= 0; i--) {
            char c = text.charAt(i);
            word[i] = isSpace(c) ? word[i + 1] : i;
            boolean begins = isQuote(c) ? quoted(i, c == '"' ? doubles : singles) : bare(i, c);
            value[i] = begins ? i : NONE;
            if (isSpace(c) && value[i + 1] != NONE) {
                value[i] = value[i + 1];
            }
        }
    }

    /** Quotes of one kind to the right that can be the end of a text. */
    private static final class Closing {
        /** The comma behind the nearest one that a comma and a value follow. */
        private int comma = NONE;
        /** Whether nothing follows one of them. */
        private boolean last;
    }

    private boolean quoted(int i, Closing closing) {
        comma[i] = closing.comma;
        boolean begins = closing.comma != NONE || closing.last;
        int next = word[i + 1];
        if (next == text.length() || text.charAt(next) == '#') {
            closing.last = true;
        } else if (text.charAt(next) == ',' && value[next + 1] != NONE) {
            closing.comma = next;
        }
        return begins;
    }

    private boolean bare(int i, char c) {
        if (c == ',' || c == '#') {
            stop = i;
            comma[i] = NONE;
            return c == '#';
        }
        boolean list = hasAt(text, stop, ',');
        comma[i] = list && value[stop + 1] != NONE ? stop : NONE;
        // Spaces alone are a value where nothing but a comment follows.
        return comma[i] != NONE || (isSpace(c) ? word[i] == stop && !list : !list);
    }

    /** What stands after the last comma, or alone. */
    private String last(int start) {
        if (endsAt(text, start)) {
            return "";
        }
        if (!isQuote(text.charAt(start))) {
            int comment = text.indexOf('#', start);
            return stripEnd(text, start, comment < 0 ? text.length() : comment);
        }
        int end = text.indexOf(text.charAt(start), start + 1);
        while (!endsAt(text, end + 1)) {
            end = text.indexOf(text.charAt(start), end + 1);
        }
        return text.substring(start + 1, end);
    }

    /** The items of the list, each with a comma behind it. */
    private List<String> items(int listEnd) {
        List<String> items = new ArrayList<>();
        int start = 0;
        while (start < listEnd) {
            int end = itemEnd(start, listEnd);
            if (start == end) {
                throw new IllegalArgumentException("has two commas with nothing between them");
            }
            items.add(unquote(stripEnd(text, start, end)));
            start = skipSpaces(text, skipSpaces(text, end) + 1);
        }
        return items;
    }

    private int itemEnd(int start, int listEnd) {
        char quote = text.charAt(start);
        if (isQuote(quote)) {
            for (int i = text.indexOf(quote, start + 1); i >= 0 && i < listEnd; i = text.indexOf(quote, i + 1)) {
                if (hasAt(text, word[i + 1], ',')) {
                    return i + 1;
                }
            }
        }
        return text.indexOf(',', start);
    }
}
