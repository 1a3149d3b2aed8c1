package dev.etiqueta.dvc;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/** YAML in which all scalars are texts: an md5 may happen to have digits only. */
final class Yaml {

    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setSchema(new FailsafeSchema()).build();

    private Yaml() {}

    /**
     * Reads the first document.
     *
     * @param name how messages call the file
     * @return its mapping; empty where it is something else
     * @throws DvcException if it is no YAML
     */
    static Map<?, ?> mapping(String name, byte[] content) {
        try {
            Iterator<Object> documents = new Load(SETTINGS)
                    .loadAllFromString(new String(content, StandardCharsets.UTF_8))
                    .iterator();
            return mapping(documents.hasNext() ? documents.next() : null);
        } catch (YamlEngineException e) {
            throw noYaml(name, e.getMessage(), e);
        } catch (StackOverflowError e) {
            // The parser has no limit of its own; what it was doing is garbage by now.
            throw noYaml(name, "it is nested too deeply", e);
        }
    }

    private static DvcException noYaml(String name, @Nullable String why, Throwable cause) {
        return new DvcException(
                "%s is no YAML: %s".formatted(name, why), "Restore it from git, or write it anew.", cause);
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
