package dev.etiqueta.deployment;

import dev.etiqueta.dvc.ProjectFiles;
import dev.etiqueta.git.Commit;
import dev.etiqueta.git.GitTree;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The files of a commit.
 *
 * @param folder the repository's own folder, where it is one of this machine, whether it is there or not
 */
record GitFiles(GitTree tree, Commit commit, Optional<Path> folder) implements ProjectFiles {

    @Override
    public Optional<byte[]> read(String path) {
        return tree.read(path);
    }

    @Override
    public Optional<byte[]> document(String path) {
        // Before it is in memory.
        tree.length(path).ifPresent(bytes -> requireShort(path, bytes));
        return ProjectFiles.super.document(path);
    }

    @Override
    public List<String> find(Predicate<String> wanted, int most) {
        try (Stream<String> paths = tree.list()) {
            return paths.filter(wanted).limit(most).toList();
        }
    }

    @Override
    public void prefetch(Collection<String> paths) {
        tree.prefetch(paths);
    }

    @Override
    public String name(String path) {
        return "%s of %s".formatted(path, commit.tag() == null ? commit.shortId() : commit.tag());
    }
}
