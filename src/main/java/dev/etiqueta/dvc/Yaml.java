package dev.etiqueta.dvc;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** YAML in which all scalars are texts: an md5 may happen to have digits only. */
final class Yaml {

    /** DVC's files have five levels. */
    private static final int DEEPEST = 32;

    /** Scalars, lists and mappings: some thousand outputs. */
    private static final int MOST_NODES = 100_000;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new FailsafeSchema())
            .setCodePointLimit(ProjectFiles.LONGEST_DOCUMENT)
            .setMaxAliasesForCollections(0)
            .build();

    private Yaml() {}

    /**
     * Reads the first document.
     *
     * @param name how messages call the file
     * @return its mapping; empty where it is something else
     * @throws DvcException if it is no YAML
     */
    static Map<?, ?> mapping(String name, byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        try {
            requireSmall(name, text);
            Iterator<Object> documents =
                    new Load(SETTINGS).loadAllFromString(text).iterator();
            return mapping(documents.hasNext() ? documents.next() : null);
        } catch (YamlEngineException e) {
            throw noYaml(name, Names.shown(String.valueOf(e.getMessage())), e);
        }
    }

    /** Counts before anything is made of it, since the parser itself has no limits of depth and number. */
    private static void requireSmall(String name, String text) {
        int depth = 0;
        int nodes = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            switch (event.getEventId()) {
                case SequenceStart, MappingStart -> {
                    depth++;
                    nodes++;
                }
                case SequenceEnd, MappingEnd -> depth--;
                case Scalar, Alias -> nodes++;
                case DocumentEnd -> {
                    return;
                }
                default -> {}
            }
            if (depth > DEEPEST) {
                throw noYaml(name, "it is nested more than %d deep".formatted(DEEPEST), null);
            }
            if (nodes > MOST_NODES) {
                throw noYaml(name, "it has more than %d values".formatted(MOST_NODES), null);
            }
        }
    }

    private static DvcException noYaml(String name, String why, @Nullable Throwable cause) {
        return new DvcException(
                "%s is no YAML that is read: %s".formatted(Names.shown(name), why),
                "Restore it from git, or write it anew.",
                cause);
    }

    /** A value that should be a mapping; empty where it is something else. */
    static Map<?, ?> mapping(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    /** A value that should be a list; empty where it is something else. */
    static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    /** The text of a key; null where it is missing or empty. */
    static @Nullable String text(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text && !text.isBlank() ? text : null;
    }

    /** Whether a key says {@code true}, in any case. */
    static boolean isTrue(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text && text.equalsIgnoreCase("true");
    }

    /** Whether a key says {@code false}, in any case. */
    static boolean isFalse(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text && text.equalsIgnoreCase("false");
    }
}
