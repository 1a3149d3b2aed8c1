package dev.etiqueta.dvc;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sections of a DVC configuration file, which is in the format of Python's ConfigObj: names in lower case, values
 * bare or quoted, comments from {@code #}.
 *
 * @see <a href="https://dvc.org/doc/user-guide/project-structure/configuration">DVC's documentation</a>
 */
final class DvcConfig {

    private static final Pattern SECTION = Pattern.compile("\\[\\s*(.+?)\\s*](?:\\s*#.*)?");
    private static final Pattern VALUE =
            Pattern.compile("([^=]+?)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^#]*?))(?:\\s*#.*)?");

    private final Map<String, Map<String, String>> sections;

    private DvcConfig(Map<String, Map<String, String>> sections) {
        this.sections = sections;
    }

    /** @throws DvcException for a line that is neither a section, a value, a comment nor empty */
    static DvcConfig parse(String text) {
        Map<String, Map<String, String>> sections = new HashMap<>();
        Map<String, String> section = new HashMap<>();
        int number = 0;
        for (String raw : text.lines().toList()) {
            number++;
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher header = SECTION.matcher(line);
            Matcher value = VALUE.matcher(line);
            if (header.matches()) {
                section = sections.computeIfAbsent(sectionName(header.group(1)), name -> new HashMap<>());
            } else if (value.matches()) {
                section.put(value.group(1).toLowerCase(Locale.ROOT), firstPresent(value));
            } else {
                throw new DvcException(
                        "line %d of .dvc/config is neither a section nor a value: %s".formatted(number, line),
                        "Correct it; `dvc config --list` shows what DVC itself reads.");
            }
        }
        return new DvcConfig(sections);
    }

    /** The name of the remote that is used where an output names none, in lower case. */
    Optional<String> defaultRemote() {
        return value("core", "remote").map(name -> name.toLowerCase(Locale.ROOT));
    }

    /** Where a remote lies: a URL, or a path relative to the folder of the file. */
    Optional<String> remoteUrl(String remote) {
        return value("remote \"%s\"".formatted(remote.toLowerCase(Locale.ROOT)), "url");
    }

    private Optional<String> value(String section, String key) {
        return Optional.ofNullable(sections.getOrDefault(section, Map.of()).get(key));
    }

    /** DVC writes {@code ['remote "name"']}; without the outer quotes it reads the same. */
    private static String sectionName(String written) {
        boolean quoted = written.length() > 1 && written.startsWith("'") && written.endsWith("'");
        return (quoted ? written.substring(1, written.length() - 1) : written).toLowerCase(Locale.ROOT);
    }

    private static String firstPresent(Matcher value) {
        for (int group = 2; group <= 4; group++) {
            if (value.group(group) != null) {
                return value.group(group);
            }
        }
        return "";
    }
}
