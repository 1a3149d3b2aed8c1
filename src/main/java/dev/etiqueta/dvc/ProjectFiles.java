package dev.etiqueta.dvc;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/**
 * The files of a project that git keeps, {@code .dvc} files and configuration among them, wherever they lie: in a
 * folder, or in a revision. Paths are from their root, with {@code /}.
 */
public interface ProjectFiles {

    /**
     * Reads a file.
     *
     * @return empty where there is none
     * @throws dev.etiqueta.failure.ActionableException if it cannot be read
     */
    Optional<byte[]> read(String path);

    /** The paths of all files. */
    Collection<String> list();

    /** Says that these files will be read, where it is cheaper to have them together. */
    default void prefetch(Collection<String> paths) {}

    /** How messages call a file. */
    String name(String path);

    /** The root on this machine, which the configuration may name folders relative to; empty where it has none. */
    Optional<Path> folder();
}
