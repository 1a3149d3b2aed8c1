package dev.etiqueta.dvc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * DVC's configuration of a project: that of the machine, of the user, of the project and of its clone, where the later
 * one wins key by key.
 *
 * @see <a href="https://dvc.org/doc/user-guide/project-structure/configuration">DVC's documentation</a>
 */
final class DvcConfig {

    /** From the root of a project. */
    static final String PATH = ".dvc/config";

    private static final String LOCAL_PATH = ".dvc/config.local";

    private final List<ConfigLevel> levels;

    private DvcConfig(List<ConfigLevel> levels) {
        this.levels = levels;
    }

    /**
     * Reads all files that there are.
     *
     * @param root the project's folder among its files; empty for their root
     * @param machineFiles those outside of the project, the weakest first
     * @throws DvcException if DVC would not read one of them
     */
    static DvcConfig load(ProjectFiles files, String root, List<Path> machineFiles) {
        List<ConfigLevel> levels = new ArrayList<>();
        for (Path file : machineFiles) {
            if (Files.isRegularFile(file)) {
                levels.add(new ConfigLevel(
                        file.toString(),
                        ConfigFile.parse(file.toString(), text(file)),
                        Origin.DEPLOYER,
                        Optional.ofNullable(file.getParent())));
            }
        }
        for (String name : List.of(PATH, LOCAL_PATH)) {
            String path = root.isEmpty() ? name : root + "/" + name;
            // Git ignores it, so that in a working tree it is of who works there; in a commit it is of who pushed it.
            boolean own = name.equals(LOCAL_PATH) && files.isWorkingTree();
            files.document(path)
                    .ifPresent(content -> levels.add(new ConfigLevel(
                            files.name(path),
                            ConfigFile.parse(files.name(path), new String(content, StandardCharsets.UTF_8)),
                            own ? Origin.DEPLOYER : Origin.REPOSITORY,
                            files.folder().map(folder -> folder.resolve(root).resolve(".dvc")))));
        }
        return new DvcConfig(levels);
    }

    /** What of it the deployer has written. */
    DvcConfig ofDeployer() {
        return new DvcConfig(levels.stream()
                .filter(level -> level.origin() == Origin.DEPLOYER)
                .toList());
    }

    /** The files outside of a project, the weakest first. */
    static List<Path> machineFiles(Map<String, String> environment, String home) {
        Path userFolder = Path.of(environment.getOrDefault("XDG_CONFIG_HOME", home + "/.config"));
        return List.of(
                folder(environment, "DVC_SYSTEM_CONFIG_DIR", Path.of("/etc/xdg/dvc"))
                        .resolve("config"),
                folder(environment, "DVC_GLOBAL_CONFIG_DIR", userFolder.resolve("dvc"))
                        .resolve("config"));
    }

    /** The name of the remote that is used where an output names none, in lower case. */
    Optional<String> defaultRemote() {
        return levels.stream()
                .flatMap(level -> level.file().defaultRemote().stream())
                .reduce((weaker, stronger) -> stronger);
    }

    /**
     * What is said of a remote, by option in lower case, with paths of files resolved; nothing where it is not known.
     * A {@code url} without a scheme is absolute, or relative to the project's {@code .dvc}.
     *
     * @throws DvcException if the repository says what only the deployer may
     */
    Map<String, RemoteOption> remote(String name) {
        Map<String, RemoteOption> options = new LinkedHashMap<>();
        levels.forEach(level -> options.putAll(level.remote(name)));
        return options;
    }

    private static Path folder(Map<String, String> environment, String variable, Path otherwise) {
        String value = environment.get(variable);
        return value == null || value.isBlank() ? otherwise : Path.of(value);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new DvcException("%s cannot be read: %s".formatted(file, e), "Check its permissions.", e);
        }
    }
}
