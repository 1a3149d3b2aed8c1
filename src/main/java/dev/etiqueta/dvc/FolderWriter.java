package dev.etiqueta.dvc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes tracked files into a folder. A new folder appears with all of them; in one that exists, such as a mounted
 * volume, they replace those of the same names when all have been written.
 */
final class FolderWriter {

    private final Path folder;

    FolderWriter(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /**
     * Writes them.
     *
     * @throws DvcException if the folder holds anything else, or cannot be written; then it is as it was
     */
    void write(List<TrackedFile> files) {
        boolean exists = Files.exists(folder);
        Path temporary = (exists ? folder : Objects.requireNonNull(folder.getParent()))
                .resolve(".etiqueta-%s%s".formatted(UUID.randomUUID(), ObjectCache.TEMPORARY_SUFFIX));
        try {
            if (exists) {
                requireNothingElse(files);
            }
            try {
                for (TrackedFile file : files) {
                    write(file, temporary.resolve(file.path()));
                }
                if (exists) {
                    moveEach(files, temporary);
                } else {
                    Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
                }
            } finally {
                delete(temporary);
            }
        } catch (IOException e) {
            throw new DvcException(
                    "%s cannot be written: %s".formatted(folder, e), "Check its permissions and the room there.", e);
        }
    }

    /** What was not written by this command must not be taken for a part of the revision, nor be deleted. */
    private void requireNothingElse(List<TrackedFile> files) throws IOException {
        Set<Path> expected =
                files.stream().map(file -> folder.resolve(file.path())).collect(Collectors.toSet());
        try (Stream<Path> present = Files.walk(folder)) {
            List<Path> others = present.filter(Files::isRegularFile)
                    .filter(file -> !expected.contains(file))
                    .toList();
            if (!others.isEmpty()) {
                throw new DvcException(
                        "%s holds %d other files, %s among them"
                                .formatted(folder, others.size(), folder.relativize(others.getFirst())),
                        "Name a folder that is new or empty.");
            }
        }
    }

    private static void write(TrackedFile file, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer content = ByteBuffer.wrap(file.content());
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(true);
        }
        if (file.isExecutable() && !target.toFile().setExecutable(true, false)) {
            throw new IOException("%s cannot be made executable".formatted(target.getFileName()));
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> below = Files.walk(folder)) {
                for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private void moveEach(List<TrackedFile> files, Path temporary) throws IOException {
        for (TrackedFile file : files) {
            Path target = folder.resolve(file.path());
            Files.createDirectories(target.getParent());
            Files.move(
                    temporary.resolve(file.path()),
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
