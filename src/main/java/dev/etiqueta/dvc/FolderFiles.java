package dev.etiqueta.dvc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The files of a working tree. */
record FolderFiles(Path root) implements ProjectFiles {

    @Override
    public Optional<byte[]> read(String path) {
        Path file = root.resolve(path);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new DvcException("%s cannot be read: %s".formatted(file, e), "Check its permissions.", e);
        }
    }

    @Override
    public Optional<byte[]> document(String path) {
        requireShort(path, root.resolve(path).toFile().length());
        return ProjectFiles.super.document(path);
    }

    @Override
    public List<String> find(Predicate<String> wanted, int most) {
        Set<String> paths = new TreeSet<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    // Neither holds .dvc files, and both may hold very many others.
                    boolean internal = folder.endsWith(".git") || folder.endsWith(".dvc");
                    return internal ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    String path = root.relativize(file)
                            .toString()
                            .replace(file.getFileSystem().getSeparator(), "/");
                    if (wanted.test(path)) {
                        paths.add(path);
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return paths.stream().limit(most).toList();
    }

    @Override
    public String name(String path) {
        return root.resolve(path).toString();
    }

    @Override
    public boolean isWorkingTree() {
        return true;
    }

    @Override
    public Optional<Path> folder() {
        return Optional.of(root);
    }
}
