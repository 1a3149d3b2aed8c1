package dev.etiqueta.dvc;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The files of a project that git keeps, {@code .dvc} files and configuration among them, wherever they lie: in a
 * folder, or in a revision. Paths are from their root, with {@code /}.
 */
public interface ProjectFiles {

    /** In bytes, of a file that is parsed. */
    int LONGEST_DOCUMENT = 1_000_000;

    /**
     * Reads a file.
     *
     * @return empty where there is none
     * @throws dev.etiqueta.failure.ActionableException if it cannot be read
     */
    Optional<byte[]> read(String path);

    /**
     * Reads a file that will be parsed: one that git keeps for DVC, which is never long.
     *
     * @return empty where there is none
     * @throws DvcException if it has more than {@value #LONGEST_DOCUMENT} bytes
     */
    default Optional<byte[]> document(String path) {
        Optional<byte[]> content = read(path);
        content.ifPresent(bytes -> requireShort(path, bytes.length));
        return content;
    }

    /**
     * Lets only documents through that are read.
     *
     * @throws DvcException if one is too long
     */
    default void requireShort(String path, long bytes) {
        if (bytes > LONGEST_DOCUMENT) {
            throw new DvcException(
                    "%s has %d bytes, expected at most %d".formatted(Names.shown(name(path)), bytes, LONGEST_DOCUMENT),
                    "Check what was committed; DVC's own files are much shorter.");
        }
    }

    /**
     * Finds files by their paths.
     *
     * @param most no more than these are found: where there are that many, there may be others
     * @throws dev.etiqueta.failure.ActionableException if there are too many files to be searched
     */
    List<String> find(Predicate<String> wanted, int most);

    /** Says that these files will be read, where it is cheaper to have them together. */
    default void prefetch(Collection<String> paths) {}

    /** How messages call a file. */
    String name(String path);

    /** Whether somebody works there, so that files which git ignores are his own. */
    default boolean isWorkingTree() {
        return false;
    }

    /** The root on this machine, which the configuration may name folders relative to; empty where it has none. */
    Optional<Path> folder();
}
