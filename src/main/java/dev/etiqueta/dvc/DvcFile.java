package dev.etiqueta.dvc;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code .dvc} files.
 *
 * @see <a href="https://dvc.org/doc/user-guide/project-structure/dvc-files">DVC's documentation of the format</a>
 */
final class DvcFile {

    static final String SUFFIX = ".dvc";

    private DvcFile() {}

    /**
     * Reads the outputs of a {@code .dvc} file.
     *
     * @param name how messages call the file
     * @param path of the file in the project
     * @throws DvcException if it is no {@code .dvc} file, or one of its outputs cannot be served
     */
    static List<TrackedOutput> read(String name, String path, byte[] content) {
        Map<?, ?> document = Yaml.mapping(name, content);
        List<?> outs = Yaml.list(document.get("outs"));
        if (outs.isEmpty()) {
            throw new DvcException(
                    "%s is not a .dvc file: it has no list of 'outs'".formatted(name),
                    "Restore it from git, or write it anew with `dvc add`.");
        }
        String workingFolder = Yaml.text(document, "wdir");
        String folder = ProjectPath.resolve(ProjectPath.parent(path), workingFolder == null ? "." : workingFolder)
                .orElseThrow(() -> new DvcException(
                        "%s has the wdir '%s', which lies outside of the repository".formatted(name, workingFolder),
                        "Correct it, or name the .dvc file of another output."));
        OutputReader reader = new OutputReader(name, folder);
        String importedFrom = importedFrom(document);
        return outs.stream()
                .map(Yaml::mapping)
                .map(out -> reader.read(out, out, importedFrom))
                .toList();
    }

    /** An import names the repository and the commit that it came from, and its data stays in that one's remote. */
    private static @Nullable String importedFrom(Map<?, ?> document) {
        List<?> dependencies = Yaml.list(document.get("deps"));
        if (dependencies.isEmpty()) {
            return null;
        }
        Map<?, ?> repository =
                Yaml.mapping(Yaml.mapping(dependencies.getFirst()).get("repo"));
        String url = Yaml.text(repository, "url");
        String commit = Yaml.text(repository, "rev_lock");
        return url == null || commit == null ? url : "%s at %s".formatted(url, commit);
    }
}
