package dev.etiqueta.dvc;

import dev.etiqueta.failure.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
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
 * Writes tracked files into a folder. A new folder appears with all of them. One that exists, such as a mounted volume,
 * must be empty, or have been written by this class before: then the files are put in place when all have been written,
 * and those of the former revision are removed.
 */
final class FolderWriter {

    /** Marks the folders whose files may be replaced and removed; begins the names of folders under way. */
    private static final String MARK = ".etiqueta";

    private final Path folder;

    FolderWriter(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /**
     * Writes them.
     *
     * @throws DvcException if the folder holds files of somebody else, or cannot be written
     */
    void write(List<TrackedFile> files) {
        try {
            boolean exists = Files.exists(folder);
            if (exists) {
                requireOurs();
            }
            Path parent = exists ? folder : Objects.requireNonNull(folder.getParent());
            Path temporary = parent.resolve("%s-%s%s".formatted(MARK, UUID.randomUUID(), ObjectCache.TEMPORARY_SUFFIX));
            try {
                for (TrackedFile file : files) {
                    write(file, temporary);
                }
                Files.createFile(temporary.resolve(MARK));
                if (exists) {
                    replace(temporary);
                } else {
                    Files.move(temporary, folder, StandardCopyOption.ATOMIC_MOVE);
                }
            } finally {
                delete(temporary);
            }
        } catch (IOException | UncheckedIOException e) {
            throw unwritable(e);
        }
    }

    private DvcException unwritable(Exception e) {
        return new DvcException(
                Disk.blame(e),
                "%s cannot be written: %s".formatted(folder, e),
                "Check its permissions and the room there.",
                e);
    }

    private void requireOurs() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new DvcException("%s is not a folder".formatted(folder), "Name a folder that is new or empty.");
        }
        if (Files.exists(folder.resolve(MARK))) {
            return;
        }
        try (Stream<Path> present = Files.list(folder)) {
            present.filter(path -> !path.getFileName().toString().startsWith(MARK))
                    .findFirst()
                    .ifPresent(other -> {
                        throw new DvcException(
                                "%s holds other files, %s among them".formatted(folder, other.getFileName()),
                                "Name a folder that is new or empty, or that was pulled into before.");
                    });
        }
    }

    private static void write(TrackedFile file, Path folder) throws IOException {
        Path target = folder.resolve(file.path()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("a tracked file leads out of the folder");
        }
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

    /** The mark goes first: should this be cut off, the next run may finish it. */
    private void replace(Path temporary) throws IOException {
        move(temporary.resolve(MARK), folder.resolve(MARK));
        Set<Path> written = files(temporary).stream().map(temporary::relativize).collect(Collectors.toSet());
        for (Path file : written) {
            Files.createDirectories(folder.resolve(file).getParent());
            move(temporary.resolve(file), folder.resolve(file));
        }
        delete(temporary);
        for (Path file : files(folder)) {
            Path name = folder.relativize(file);
            if (!written.contains(name) && !name.equals(Path.of(MARK))) {
                Files.delete(file);
            }
        }
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> below = Files.walk(folder)) {
            return below.filter(path -> !Files.isDirectory(path)).toList();
        }
    }

    /** With all that is in it; what links lead to stays. */
    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> below = Files.walk(folder)) {
                for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
