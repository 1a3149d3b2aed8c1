package dev.etiqueta.configobj;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code %(key)s} by the value of another key: of the same section, of the section {@code DEFAULT}, or of
 * those before the first section. Other percent signs stay.
 */
final class ConfigObjInterpolation {

    /** A file in which keys refer to each other this deep is a mistake, or a loop. */
    private static final int MAX_DEPTH = 100;

    private static final String DEFAULT = "DEFAULT";

    private final Map<String, Map<String, ConfigValue>> sections;

    /** What may still be inserted into the whole file, for keys that multiply each other. */
    private int budget = ConfigObj.MAX_LENGTH;

    ConfigObjInterpolation(Map<String, Map<String, ConfigValue>> sections) {
        this.sections = sections;
    }

    /** @throws IllegalArgumentException if the text refers to a key that is missing, a list, or refers to itself */
    String replace(String section, String text) {
        return replace(section, text, 0);
    }

    private String replace(String section, String text, int depth) {
        StringBuilder result = new StringBuilder();
        int done = 0;
        int open = text.indexOf("%(");
        while (open >= 0) {
            int close = text.indexOf(')', open + 2);
            if (close < 0) {
                break;
            }
            if (text.startsWith(")s", close)) {
                result.append(text, done, open);
                result.append(value(section, text.substring(open + 2, close), depth));
                done = close + 2;
            }
            open = text.indexOf("%(", close + 1);
        }
        return result.append(text, done, text.length()).toString();
    }

    private String value(String section, String key, int depth) {
        if (depth == MAX_DEPTH) {
            throw new IllegalArgumentException("refers to itself, or through more than %d keys".formatted(MAX_DEPTH));
        }
        for (String owner : List.of(section, ConfigObj.TOP)) {
            ConfigValue value = own(owner, key);
            if (value instanceof ConfigValue.Text text) {
                // Also what stands elsewhere refers to this section first.
                String replacement = replace(section, text.text(), depth + 1);
                budget -= replacement.length() + 1;
                if (budget < 0) {
                    throw new IllegalArgumentException("refers to too much text with %(key)s");
                }
                return replacement;
            }
            if (value != null) {
                throw new IllegalArgumentException("refers to a list with %(key)s, expected a text");
            }
        }
        throw new IllegalArgumentException("refers with %(key)s to a key that is not there");
    }

    private @Nullable ConfigValue own(String section, String key) {
        ConfigValue value = sections.getOrDefault(section, Map.of()).get(key);
        return value == null && section.equals(ConfigObj.TOP)
                ? sections.getOrDefault(DEFAULT, Map.of()).get(key)
                : value;
    }
}
