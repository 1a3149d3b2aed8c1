package dev.etiqueta.monitoring;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Prometheus reads at one time, in its text format. */
final class Scrape {

    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:]\\w*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern TAG = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Set<String> OF_BUCKETS = Set.of("_bucket", "_sum", "_count");

    private final Map<String, String> types = new TreeMap<>();
    private final Map<String, Set<Set<String>>> tags = new HashMap<>();
    private final Map<String, Map<String, Set<String>>> values = new HashMap<>();
    private final Set<String> series = new TreeSet<>();

    Scrape(String text) {
        for (String line : text.lines().toList()) {
            if (line.startsWith("# TYPE ")) {
                List<String> words = List.of(line.split(" "));
                types.put(words.get(2), words.get(3));
            } else if (!line.startsWith("#")) {
                add(line);
            }
        }
    }

    private void add(String line) {
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            throw new AssertionError("no sample: " + line);
        }
        series.add(line.substring(0, line.lastIndexOf(' ')));
        String family = family(sample.group(1));
        Set<String> names = new TreeSet<>();
        Matcher tag = TAG.matcher(sample.group(2) == null ? "" : sample.group(2));
        while (tag.find()) {
            if (!tag.group(1).equals("le")) {
                names.add(tag.group(1));
                values.computeIfAbsent(family, missing -> new TreeMap<>())
                        .computeIfAbsent(tag.group(1), missing -> new TreeSet<>())
                        .add(tag.group(2));
            }
        }
        tags.computeIfAbsent(family, missing -> new HashSet<>()).add(names);
    }

    private String family(String name) {
        return OF_BUCKETS.stream()
                .filter(name::endsWith)
                .map(suffix -> name.substring(0, name.length() - suffix.length()))
                .filter(types::containsKey)
                .findFirst()
                .orElse(name);
    }

    /** Types by name of a family. */
    Map<String, String> types() {
        return types;
    }

    /** The tags of a family's samples: one set, if all have the same. */
    Set<Set<String>> tags(String family) {
        return tags.getOrDefault(family, Set.of());
    }

    /** What a tag is in a family's samples. */
    Set<String> values(String family, String tag) {
        return values.getOrDefault(family, Map.of()).getOrDefault(tag, Set.of());
    }

    /** Each sample's name and tags. */
    Set<String> series() {
        return series;
    }
}
