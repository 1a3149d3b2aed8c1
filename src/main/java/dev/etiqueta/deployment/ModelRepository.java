package dev.etiqueta.deployment;

import dev.etiqueta.dvc.DvcProject;
import dev.etiqueta.dvc.PackedProject;
import dev.etiqueta.dvc.TrackedFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the model files come from: a .dvc file of the working tree, or the one that was packed into the jar. */
public final class ModelRepository {

    private static final String DEFAULT_PATH = "models.dvc";
    private static final String PACKED = "dvc";

    private final @Nullable String path;

    /** @param path the .dvc file; null for models.dvc of the working directory, else of the jar */
    public ModelRepository(@Nullable String path) {
        this.path = path;
    }

    /**
     * Reads the files, each verified.
     *
     * @throws dev.etiqueta.dvc.DvcException if they cannot be had as the .dvc file names them
     */
    TrackedFiles read() {
        if (path != null) {
            return DvcProject.read(Path.of(path));
        }
        Path inWorkingDirectory = Path.of(DEFAULT_PATH);
        return Files.exists(inWorkingDirectory)
                ? DvcProject.read(inWorkingDirectory)
                : new PackedProject(ModelRepository.class.getClassLoader(), PACKED).read(DEFAULT_PATH);
    }
}
