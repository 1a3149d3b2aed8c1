package dev.etiqueta.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the README's table says of a family of samples.
 *
 * @param type as in a scrape
 * @param words that the description has as code
 */
record DocumentedMeter(String name, String type, Set<String> tags, Set<String> words) {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final String MAX = ", max";

    static List<DocumentedMeter> ofReadme() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String section = readme.substring(readme.indexOf("\n## Meters\n"));
        List<DocumentedMeter> meters = new ArrayList<>();
        section.substring(0, section.indexOf("\n## ", 1))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .forEach(line -> addRow(line.split("\\|", -1), meters));
        return meters;
    }

    private static void addRow(String[] cells, List<DocumentedMeter> meters) {
        String type = cells[2].strip();
        for (String name : code(cells[1])) {
            meters.add(new DocumentedMeter(name, type.replace(MAX, ""), code(cells[3]), code(cells[4])));
            if (type.endsWith(MAX)) {
                meters.add(new DocumentedMeter(name + "_max", "gauge", code(cells[3]), code(cells[4])));
            }
        }
    }

    private static Set<String> code(String cell) {
        Set<String> words = new TreeSet<>();
        Matcher code = CODE.matcher(cell);
        while (code.find()) {
            words.add(code.group(1));
        }
        return words;
    }
}
