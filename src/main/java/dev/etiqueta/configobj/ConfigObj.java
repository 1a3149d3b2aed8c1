package dev.etiqueta.configobj;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A file in the format of Python's ConfigObj, as DVC reads it: names in lower case, references to other keys replaced.
 * Nested sections, which DVC does not know, are refused. Messages say no values: they may be secret.
 *
 * @see <a href="https://configobj.readthedocs.io/en/latest/configobj.html#the-config-file-format">ConfigObj's
 *     documentation</a>
 */
public final class ConfigObj {

    /** In characters, of a file and of what its keys take from each other. */
    static final int MAX_LENGTH = 1_000_000;

    /** What stands before the first section; no section can be called that. */
    static final String TOP = "";

    private static final Pattern USUAL_KEY = Pattern.compile("[A-Za-z_]{1,40}");

    private final String file;
    private final Map<String, Map<String, ConfigValue>> sections;

    private ConfigObj(String file, Map<String, Map<String, ConfigValue>> sections) {
        this.file = file;
        this.sections = sections;
    }

    /**
     * Parses a file.
     *
     * @param file how messages call it
     * @throws ConfigObjException if it is too long, or ConfigObj would not read it; it names the line
     */
    public static ConfigObj parse(String file, String text) {
        if (text.length() > MAX_LENGTH) {
            throw new ConfigObjException(
                    "%s has %d characters, expected at most %d".formatted(file, text.length(), MAX_LENGTH),
                    "Check that it is DVC's configuration.");
        }
        if (text.startsWith("\uFEFF")) {
            throw invalid(file, 1, "begins with a byte order mark, which DVC does not read");
        }
        var written = new ConfigObjParser(file, text).parse();
        var interpolation = new ConfigObjInterpolation(written);
        Map<String, Map<String, ConfigValue>> sections = new LinkedHashMap<>();
        written.forEach((section, values) -> {
            Map<String, ConfigValue> replaced = new LinkedHashMap<>();
            values.forEach((key, value) -> replaced.put(lower(key), replace(file, section, key, value, interpolation)));
            sections.put(lower(section), replaced);
        });
        return new ConfigObj(file, sections);
    }

    /** The values by section and key, in lower case and in the order of the file. */
    Map<String, Map<String, ConfigValue>> sections() {
        return sections;
    }

    /** The names of the sections, in lower case and in the order of the file. */
    public Set<String> sectionNames() {
        return sections.keySet();
    }

    /**
     * The text of a key.
     *
     * @param section in lower case, as is the key
     * @throws ConfigObjException if the value is a list
     */
    public Optional<String> text(String section, String key) {
        ConfigValue value = sections.getOrDefault(section, Map.of()).get(key);
        return value == null ? Optional.empty() : Optional.of(text(key, value));
    }

    /**
     * All keys of a section; none where there is no such section.
     *
     * @param section in lower case
     * @throws ConfigObjException if a value is a list
     */
    public Map<String, String> texts(String section) {
        Map<String, String> texts = new LinkedHashMap<>();
        sections.getOrDefault(section, Map.of()).forEach((key, value) -> texts.put(key, text(key, value)));
        return texts;
    }

    static ConfigObjException invalid(String file, int line, String why) {
        return new ConfigObjException(
                "line %d of %s: %s".formatted(line, file, why),
                "Correct it; `dvc config --list` shows what DVC itself reads.");
    }

    /** For messages. What is no usual key may be a piece of a secret that was broken over two lines. */
    static String valueOf(String key) {
        return USUAL_KEY.matcher(key).matches() ? "the value of '%s'".formatted(key) : "its value";
    }

    private String text(String key, ConfigValue value) {
        return switch (value) {
            case ConfigValue.Text text -> text.text();
            case ConfigValue.Texts list ->
                throw invalid(
                        file, list.line(), valueOf(key) + " is a list because of a comma, expected a text, in quotes");
        };
    }

    private static ConfigValue replace(
            String file, String section, String key, ConfigValue value, ConfigObjInterpolation interpolation) {
        try {
            return value.map(text -> interpolation.replace(section, text));
        } catch (IllegalArgumentException e) {
            throw invalid(file, value.line(), "%s %s".formatted(valueOf(key), e.getMessage()));
        }
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
