package dev.etiqueta.dvc;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code dvc.lock}, which has the digests that a pipeline's stages made, with the {@code dvc.yaml} beside it,
 * which says where and how they are kept. That one may be a template, so that it is asked only what it says plainly.
 *
 * @see <a href="https://dvc.org/doc/user-guide/project-structure/dvcyaml-files#dvclock-file">DVC's documentation</a>
 */
final class DvcLock {

    static final String NAME = "dvc.lock";

    /** The kinds of output of a stage. */
    private static final List<String> KINDS = List.of("outs", "metrics", "plots");

    private DvcLock() {}

    /** The {@code dvc.yaml} that belongs to a {@code dvc.lock}. */
    static String definitionOf(String path) {
        return path.substring(0, path.length() - NAME.length()) + "dvc.yaml";
    }

    /**
     * Reads the outputs of all stages.
     *
     * @param name how messages call the file
     * @param path of the file in the project
     * @param definition the {@code dvc.yaml} beside it; null where there is none
     * @throws DvcException if it is of DVC 1 or no {@code dvc.lock} at all, or one of its outputs cannot be served
     */
    static List<TrackedOutput> read(String name, String path, byte[] content, byte @Nullable [] definition) {
        Map<?, ?> document = Yaml.mapping(name, content);
        if (!document.isEmpty() && !document.containsKey("stages")) {
            throw new DvcException(
                    "%s has no 'stages': DVC 1 wrote it so".formatted(name), "Run `dvc repro` with DVC 2 or later.");
        }
        Map<?, ?> definitions = definition == null
                ? Map.of()
                : Yaml.mapping(Yaml.mapping(definitionOf(name), definition).get("stages"));
        String folder = ProjectPath.parent(path);
        return Yaml.mapping(document.get("stages")).entrySet().stream()
                .flatMap(stage -> {
                    Map<?, ?> defined = definition(definitions, String.valueOf(stage.getKey()));
                    return outputs(name, folder, Yaml.mapping(stage.getValue()), defined);
                })
                .toList();
    }

    private static Stream<TrackedOutput> outputs(String name, String folder, Map<?, ?> stage, Map<?, ?> defined) {
        String workingFolder = Objects.requireNonNullElse(Yaml.text(defined, "wdir"), ".");
        String base = ProjectPath.resolve(folder, workingFolder).orElse(folder);
        OutputReader reader = new OutputReader(name, base);
        // A stage that never ran has no md5, and one outside of the repository is no model of it.
        return Yaml.list(stage.get("outs")).stream()
                .map(Yaml::mapping)
                .filter(out -> Yaml.text(out, "md5") != null)
                .filter(out -> ProjectPath.resolve(base, Objects.requireNonNullElse(Yaml.text(out, "path"), "/"))
                        .isPresent())
                .map(out -> reader.read(out, flags(defined, Yaml.text(out, "path")), null));
    }

    /** A stage made by {@code foreach} or {@code matrix} is called {@code name@item}. */
    private static Map<?, ?> definition(Map<?, ?> definitions, String stage) {
        Map<?, ?> own = Yaml.mapping(definitions.get(stage));
        if (!own.isEmpty() || stage.indexOf('@') < 0) {
            return own;
        }
        Map<?, ?> template = Yaml.mapping(definitions.get(stage.substring(0, stage.indexOf('@'))));
        Map<?, ?> repeated = Yaml.mapping(template.get("do"));
        return repeated.isEmpty() ? template : repeated;
    }

    /** What the definition says of an output: it is listed as {@code path}, or as {@code path: {cache: false}}. */
    private static Map<?, ?> flags(Map<?, ?> defined, @Nullable String path) {
        return KINDS.stream()
                .flatMap(kind -> Yaml.list(defined.get(kind)).stream())
                .map(Yaml::mapping)
                .filter(entry -> path != null && entry.containsKey(path))
                .map(entry -> Yaml.mapping(entry.get(path)))
                .findFirst()
                .orElse(Map.of());
    }
}
