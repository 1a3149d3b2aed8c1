package dev.etiqueta.git;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A pattern over names of tags, as {@code git tag --list} takes it: {@code *}, {@code ?} and {@code [a-z]}. */
final class TagPattern {

    private static final Pattern WILDCARD = Pattern.compile("[*?\\[]");

    private final Pattern regex;

    /** @throws IllegalArgumentException if its brackets make no sense */
    TagPattern(String pattern) {
        try {
            this.regex = Pattern.compile(regex(pattern), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("'%s' is no pattern".formatted(Text.oneLine(pattern)), e);
        }
    }

    static boolean isPattern(String revision) {
        return WILDCARD.matcher(revision).find();
    }

    boolean matches(String tag) {
        return regex.matcher(tag).matches();
    }

    private static String regex(String pattern) {
        StringBuilder regex = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            char character = pattern.charAt(at);
            int end = character == '[' ? pattern.indexOf(']', at + 2) : -1;
            if (end > 0) {
                regex.append(bracket(pattern.substring(at + 1, end)));
                at = end;
            } else if (character == '*') {
                // A row of stars means what one does, and would cost far more.
                regex.append(pattern.startsWith("**", at) ? "" : ".*");
            } else {
                regex.append(character == '?' ? "." : Pattern.quote(String.valueOf(character)));
            }
            at++;
        }
        return regex.toString();
    }

    private static String bracket(String content) {
        boolean negated = content.startsWith("!") || content.startsWith("^");
        String members = content.substring(negated ? 1 : 0).replaceAll("[\\\\\\[\\]&^]", "\\\\$0");
        return (negated ? "[^" : "[") + members + "]";
    }
}
