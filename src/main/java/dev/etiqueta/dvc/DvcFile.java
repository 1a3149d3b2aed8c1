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

/**
 * Reads {@code .dvc} files. Keys that it has no use for are ignored: other versions of DVC write other ones.
 *
 * @see <a href="https://dvc.org/doc/user-guide/project-structure/dvc-files">DVC's documentation of the format</a>
 */
final class DvcFile {

    private static final String DIRECTORY_SUFFIX = ".dir";

    /** All scalars are text: an md5 may happen to have digits only. */
    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setSchema(new FailsafeSchema()).build();

    private final String name;

    private DvcFile(String name) {
        this.name = name;
    }

    /**
     * Reads the one output of a {@code .dvc} file.
     *
     * @param name how messages call the file
     * @throws DvcException if it is not a {@code .dvc} file with one output that DVC 3 has stored
     */
    static TrackedOutput read(String name, byte[] content) {
        return new DvcFile(name).read(content);
    }

    private TrackedOutput read(byte[] content) {
        Map<?, ?> out = onlyOutput(parse(content));
        String path = text(out, "path");
        String md5 = text(out, "md5");
        if (path == null || md5 == null) {
            throw invalid("its output has no %s".formatted(path == null ? "path" : "md5"), null);
        }
        if (!"md5".equals(text(out, "hash"))) {
            throw new DvcException(
                    "%s was written by DVC 2: its output '%s' has no 'hash: md5'".formatted(name, path),
                    "Run `dvc cache migrate --dvc-files` and `dvc push` with DVC 3, and commit the result.");
        }
        boolean directory = md5.endsWith(DIRECTORY_SUFFIX);
        String hex = directory ? md5.substring(0, md5.length() - DIRECTORY_SUFFIX.length()) : md5;
        try {
            return new TrackedOutput(path, new Digest(hex), directory, text(out, "remote"));
        } catch (IllegalArgumentException e) {
            throw invalid(e.getMessage(), e);
        }
    }

    private @Nullable Object parse(byte[] content) {
        try {
            Iterator<Object> documents = new Load(SETTINGS)
                    .loadAllFromString(new String(content, StandardCharsets.UTF_8))
                    .iterator();
            return documents.hasNext() ? documents.next() : null;
        } catch (YamlEngineException e) {
            throw invalid(e.getMessage(), e);
        }
    }

    private Map<?, ?> onlyOutput(@Nullable Object document) {
        if (document instanceof Map<?, ?> map && map.get("outs") instanceof List<?> outs) {
            if (outs.size() == 1 && outs.getFirst() instanceof Map<?, ?> out) {
                return out;
            }
            throw invalid("it lists %d outputs, expected one".formatted(outs.size()), null);
        }
        throw invalid("it has no list of 'outs'", null);
    }

    /** The text of a key; null where it is missing or empty. */
    private static @Nullable String text(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text && !text.isBlank() ? text : null;
    }

    private DvcException invalid(@Nullable String why, @Nullable Exception cause) {
        return new DvcException(
                "%s is not a .dvc file that can be served: %s".formatted(name, why),
                "Restore it from git, or write it anew with `dvc add`.",
                cause);
    }
}
