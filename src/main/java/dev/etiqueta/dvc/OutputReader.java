package dev.etiqueta.dvc;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes an output of an entry that {@code .dvc} files and {@code dvc.lock} have in common. Keys that it has no use for
 * are ignored: other versions of DVC write other ones.
 */
final class OutputReader {

    private static final String MD5 = "md5";

    private final String name;
    private final String folder;

    /**
     * For the outputs of one file.
     *
     * @param name how messages call the file
     * @param folder the project's folder that the outputs' paths are relative to
     */
    OutputReader(String name, String folder) {
        this.name = name;
        this.folder = folder;
    }

    /**
     * Reads an entry.
     *
     * @param out of the file that has the digest
     * @param definition of the same output, where another file says how it is kept; the same as {@code out} otherwise
     * @param importedFrom see {@link TrackedOutput}
     * @throws DvcException if it is no output with a digest, or one that cannot be served
     */
    TrackedOutput read(Map<?, ?> out, Map<?, ?> definition, @Nullable String importedFrom) {
        String path = Yaml.text(out, "path");
        if (path == null) {
            throw invalid("an output has no path");
        }
        if (out.containsKey("files") || out.containsKey("cloud") || out.containsKey("version_id")) {
            throw new DvcException(
                    "%s: '%s' lies in a remote with version_aware or worktree, by its own name".formatted(name, path),
                    "Push it to a remote without these options: there, objects are found by their digests.");
        }
        return new TrackedOutput(
                resolved(path),
                id(out, path),
                size(out, path),
                Yaml.isTrue(out, "isexec"),
                Yaml.isFalse(definition, "cache"),
                lowerCase(Yaml.text(definition, "remote")),
                importedFrom);
    }

    private String resolved(String path) {
        String resolved = ProjectPath.resolve(folder, path)
                .orElseThrow(
                        () -> invalid("the output '%s' lies outside of the repository".formatted(Names.shown(path))));
        try {
            return resolved.isEmpty() ? resolved : ProjectPath.requireBelow(resolved);
        } catch (IllegalArgumentException e) {
            throw invalid("of the path of an output, " + e.getMessage());
        }
    }

    private ObjectId id(Map<?, ?> out, String path) {
        String md5 = Yaml.text(out, MD5);
        if (md5 == null) {
            throw invalid("the output '%s' has no md5; was it committed before `dvc add` was done?"
                    .formatted(Names.shown(path)));
        }
        String hash = Yaml.text(out, "hash");
        if (hash != null && !hash.equals(MD5)) {
            throw invalid("the output '%s' has the hash '%s', expected md5".formatted(path, hash));
        }
        try {
            return ObjectId.parse(md5, hash == null ? HashRule.MD5_DOS2UNIX : HashRule.MD5);
        } catch (IllegalArgumentException e) {
            throw invalid("the output '%s': %s".formatted(path, e.getMessage()));
        }
    }

    private @Nullable Long size(Map<?, ?> out, String path) {
        String size = Yaml.text(out, "size");
        try {
            return size == null ? null : (Long) Long.parseLong(size);
        } catch (NumberFormatException e) {
            throw invalid("the output '%s' has a size that is no number".formatted(path));
        }
    }

    private static @Nullable String lowerCase(@Nullable String text) {
        return text == null ? null : text.toLowerCase(Locale.ROOT);
    }

    private DvcException invalid(String why) {
        return new DvcException(
                "%s tracks nothing that can be served: %s".formatted(name, why),
                "Restore it from git, or write it anew with `dvc add` or `dvc commit`.");
    }
}
