package dev.etiqueta.dvc;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The objects of a cache that this process and others are using. Each process lists its own in a file below
 * {@code in-use}, and holds the lock of another file beside it for as long as it lives: a list without a locked file is
 * of a process that has ended.
 */
final class ObjectsInUse implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ObjectsInUse.class);
    private static final String LOCK_SUFFIX = ".lock";

    /** A process must not open its own locks a second time: closing them then would release them. */
    private static final String PROCESS = UUID.randomUUID().toString();

    private final Path folder;
    private final Path list;
    private final Path lockFile;
    private final Map<UUID, Set<String>> used = new HashMap<>();
    private @Nullable FileChannel lock;

    ObjectsInUse(Path cache) {
        folder = cache.resolve("in-use");
        list = folder.resolve(PROCESS + "-" + UUID.randomUUID());
        lockFile = Path.of(list + LOCK_SUFFIX);
    }

    /** The name of a temporary file of this process. Until it ends, nobody takes it for one that was left behind. */
    synchronized String temporaryName() {
        if (lock == null) {
            write();
        }
        return ".%s-%s%s".formatted(PROCESS, UUID.randomUUID(), ObjectCache.TEMPORARY_SUFFIX);
    }

    /** Whether a process of this cache is alive that a temporary file is of. */
    boolean isOfLiveProcess(String temporaryName) {
        return processes().stream().anyMatch(process -> temporaryName.startsWith("." + process));
    }

    /** Whether any process uses the cache. */
    boolean isInUse() {
        return !processes().isEmpty();
    }

    private List<String> processes() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> locks = Files.list(folder)) {
            List<String> alive = new ArrayList<>();
            for (Path file : locks.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(LOCK_SUFFIX) && (name.startsWith(PROCESS) || isLocked(file))) {
                    alive.add(name.substring(0, PROCESS.length()));
                }
            }
            return alive;
        } catch (IOException e) {
            // Who cannot tell must not take anybody for dead.
            return List.of("");
        }
    }

    /** Adds objects until the result is closed. */
    synchronized ObjectCache.Use add(Collection<ObjectId> objects) {
        Set<String> paths = new HashSet<>();
        objects.forEach(id -> paths.addAll(id.paths()));
        UUID use = UUID.randomUUID();
        used.put(use, paths);
        write();
        return () -> remove(use);
    }

    private synchronized void remove(UUID use) {
        if (used.remove(use) != null) {
            write();
        }
    }

    /** The places below the root of the cache that must not be evicted. */
    synchronized Set<String> paths() throws IOException {
        Set<String> paths = new HashSet<>();
        used.values().forEach(paths::addAll);
        if (Files.isDirectory(folder)) {
            try (Stream<Path> lists = Files.list(folder)) {
                for (Path other : lists.filter(
                                file -> file.getFileName().toString().indexOf('.') < 0)
                        .toList()) {
                    paths.addAll(pathsOf(other));
                }
            }
        }
        return paths;
    }

    private static List<String> pathsOf(Path list) throws IOException {
        Path lock = Path.of(list + LOCK_SUFFIX);
        try {
            if (list.getFileName().toString().startsWith(PROCESS) || isLocked(lock)) {
                return Files.readAllLines(list);
            }
            Files.deleteIfExists(list);
            Files.deleteIfExists(lock);
        } catch (NoSuchFileException e) {
            // Its process has ended in between.
        }
        return List.of();
    }

    private static boolean isLocked(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            return free == null;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void write() {
        try {
            if (lock == null) {
                Files.createDirectories(folder);
                lock = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                lock.lock();
            }
            Path temporary = Path.of(list + LOCK_SUFFIX + ObjectCache.TEMPORARY_SUFFIX);
            Files.write(
                    temporary,
                    used.values().stream().flatMap(Set::stream).distinct().toList());
            Files.move(temporary, list, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            // A cache that cannot be written is one that this process evicts nothing from.
            log.debug("{} cannot be written: {}", list, e.toString());
        }
    }

    @Override
    public synchronized void close() {
        used.clear();
        if (lock != null) {
            try {
                Files.deleteIfExists(list);
                lock.close();
                Files.deleteIfExists(lockFile);
            } catch (IOException e) {
                log.debug("{} cannot be deleted: {}", list, e.toString());
            }
            lock = null;
        }
    }
}
