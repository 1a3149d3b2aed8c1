package dev.etiqueta.configobj;

import static dev.etiqueta.configobj.PythonText.endsAt;
import static dev.etiqueta.configobj.PythonText.skipSpaces;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the lines of a ConfigObj file. Names are as they are written, and values too. */
final class ConfigObjParser {

    private final String file;
    private final List<String> lines;
    private final Map<String, Map<String, ConfigValue>> sections = new LinkedHashMap<>();
    private final Map<String, ConfigValue> top = new LinkedHashMap<>();
    private Map<String, ConfigValue> section = top;

    /** The current line, counted from 0. */
    private int index;

    ConfigObjParser(String file, String text) {
        this.file = file;
        this.lines = PythonText.lines(text);
        sections.put(ConfigObj.TOP, top);
    }

    /** The values by section and key, in the order of the file. */
    Map<String, Map<String, ConfigValue>> parse() {
        for (; index < lines.size(); index++) {
            String line = lines.get(index);
            if (!endsAt(line, 0)) {
                read(line);
            }
        }
        return sections;
    }

    private void read(String line) {
        switch (ConfigObjLine.of(line)) {
            case ConfigObjLine.Header header -> open(header);
            case ConfigObjLine.Assignment assignment -> assign(assignment);
            case null -> throw invalid(neither(line));
        }
    }

    private static String neither(String line) {
        char first = line.charAt(skipSpaces(line, 0));
        String hint =
                first == ';' ? "; comments begin with '#'" : line.contains(":") ? "; ':' does not replace '='" : "";
        return "is neither '[section]' nor 'key = value'" + hint;
    }

    private void open(ConfigObjLine.Header header) {
        if (header.opened() != header.closed()) {
            throw invalid("opens %d brackets and closes %d".formatted(header.opened(), header.closed()));
        }
        if (header.opened() > 1) {
            throw invalid("nests a section in another; DVC knows no such sections");
        }
        section = new LinkedHashMap<>();
        if (top.containsKey(header.name()) || sections.put(header.name(), section) != null) {
            throw invalid("opens the section '%s' for the second time".formatted(header.name()));
        }
    }

    private void assign(ConfigObjLine.Assignment assignment) {
        int line = index + 1;
        ConfigValue value;
        try {
            value = value(assignment.value(), line);
        } catch (IllegalArgumentException e) {
            throw ConfigObj.invalid(file, line, "%s %s".formatted(ConfigObj.valueOf(assignment.key()), e.getMessage()));
        }
        if (section.putIfAbsent(assignment.key(), value) != null) {
            throw ConfigObj.invalid(file, line, ConfigObj.valueOf(assignment.key()) + " is given twice in its section");
        }
    }

    private ConfigValue value(String text, int line) {
        boolean triple = text.startsWith("'''") || text.startsWith("\"\"\"");
        return triple ? new ConfigValue.Text(tripleQuoted(text), line) : ConfigObjValue.parse(text, line);
    }

    private String tripleQuoted(String text) {
        String quotes = text.substring(0, 3);
        StringBuilder value = new StringBuilder();
        String rest = text.substring(3);
        while (!rest.contains(quotes)) {
            index++;
            if (index == lines.size()) {
                throw new IllegalArgumentException("has triple quotes that are not closed");
            }
            value.append(rest).append('\n');
            rest = lines.get(index);
        }
        for (int end = rest.indexOf(quotes); end >= 0; end = rest.indexOf(quotes, end + 1)) {
            if (endsAt(rest, end + 3)) {
                return value.append(rest, 0, end).toString();
            }
        }
        throw new IllegalArgumentException("goes on after its closing triple quotes");
    }

    private ConfigObjException invalid(String why) {
        return ConfigObj.invalid(file, index + 1, why);
    }
}
