package dev.etiqueta.configobj;

import java.util.ArrayList;
import java.util.List;

/** Lines, spaces and quotes as Python has them: more characters end a line or are a space there than in Java. */
final class PythonText {

    private static final String OTHER_LINE_ENDS = "\u000B\f\u001C\u001D\u001E\u0085\u2028\u2029";

    private PythonText() {}

    /** The lines of a text, without carriage returns and line feeds but with the other characters that end one. */
    static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                lines.add(text.substring(start, i));
                i += c == '\r' && hasAt(text, i + 1, '\n') ? 1 : 0;
                start = i + 1;
            } else if (OTHER_LINE_ENDS.indexOf(c) >= 0) {
                lines.add(text.substring(start, i + 1));
                start = i + 1;
            }
        }
        lines.add(text.substring(start));
        return lines;
    }

    static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }

    static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    /** Whether a character stands at a position; false after the end. */
    static boolean hasAt(String text, int index, char c) {
        return index < text.length() && text.charAt(index) == c;
    }

    /** The position of the first character from {@code start} that is no space, or the length. */
    static int skipSpaces(String text, int start) {
        int i = start;
        while (i < text.length() && isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** The part between two positions without the spaces at its end; of spaces alone the first one remains. */
    static String stripEnd(String text, int start, int end) {
        int last = end;
        while (last > start + 1 && isSpace(text.charAt(last - 1))) {
            last--;
        }
        return text.substring(start, last);
    }

    /** Whether nothing but spaces and a comment follows. */
    static boolean endsAt(String text, int index) {
        int next = skipSpaces(text, index);
        return next == text.length() || text.charAt(next) == '#';
    }

    /** Takes away the quotes where the first and the last character are the same one; {@code text} is not empty. */
    static String unquote(String text) {
        char first = text.charAt(0);
        if (!isQuote(first) || !text.endsWith(String.valueOf(first))) {
            return text;
        }
        return text.length() == 1 ? "" : text.substring(1, text.length() - 1);
    }
}
