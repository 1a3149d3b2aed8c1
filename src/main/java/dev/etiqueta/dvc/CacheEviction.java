package dev.etiqueta.dvc;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a cache within its size: deletes what has not been used for longest, and what broken downloads have left. */
final class CacheEviction {

    private static final Logger log = LoggerFactory.getLogger(CacheEviction.class);

    /** Objects in either layout, with their prefix folders of two digits. */
    private static final Pattern OBJECT = Pattern.compile("(?:files/md5/)?[0-9a-f]{2}/[0-9a-f]{30}(?:\\.dir)?");

    /** With the name of its process, as {@link ObjectsInUse} gives it. */
    private static final Pattern OWN_TEMPORARY = Pattern.compile("\\.[0-9a-f-]{36}-[0-9a-f-]{36}\\.tmp");

    /** Longer than any time-out lets a download be silent. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path folder;
    private final long maxSize;
    private final ObjectsInUse inUse;

    CacheEviction(Path folder, long maxSize, ObjectsInUse inUse) {
        this.folder = folder;
        this.maxSize = maxSize;
        this.inUse = inUse;
    }

    private record Entry(Path file, String path, long size, Instant used) {}

    /** Deletes until it is within its size, or only objects in use are left. */
    synchronized void makeRoom() {
        try {
            List<Entry> entries = entries();
            long size = entries.stream().mapToLong(Entry::size).sum();
            if (size <= maxSize) {
                return;
            }
            Set<String> kept = inUse.paths();
            entries.sort(Comparator.comparing(Entry::used));
            for (Entry entry : entries) {
                if (size > maxSize && !kept.contains(entry.path())) {
                    Files.deleteIfExists(entry.file());
                    size -= entry.size();
                    log.debug("Evicted {}", entry.path());
                }
            }
            if (size > maxSize) {
                log.warn(
                        "The objects in use have {} bytes, more than etiqueta.cache.max-size allows: {}",
                        size,
                        maxSize);
            }
        } catch (IOException e) {
            log.warn("The cache {} cannot be tidied: {}", folder, e.toString());
        }
    }

    /** One that names no process is of an older version of this program, or of DVC. */
    private boolean isAbandoned(Path file, Instant modified) {
        String name = file.getFileName().toString();
        if (!name.endsWith(ObjectCache.TEMPORARY_SUFFIX) || inUse.isOfLiveProcess(name)) {
            return false;
        }
        return OWN_TEMPORARY.matcher(name).matches()
                || modified.isBefore(Instant.now().minus(ABANDONED));
    }

    /** Deletes temporary files whose process has ended. */
    void sweep() {
        try {
            if (Files.isDirectory(folder)) {
                entries();
            }
        } catch (IOException e) {
            log.debug("The cache {} cannot be swept: {}", folder, e.toString());
        }
    }

    private List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        Files.walkFileTree(folder, Set.of(), 4, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                String path = folder.relativize(file).toString().replace('\\', '/');
                Instant modified = attributes.lastModifiedTime().toInstant();
                if (OBJECT.matcher(path).matches()) {
                    entries.add(new Entry(file, path, attributes.size(), modified));
                } else if (isAbandoned(file, modified)) {
                    Files.deleteIfExists(file);
                }
                return FileVisitResult.CONTINUE;
            }

            // Another process may have deleted it.
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
                return FileVisitResult.CONTINUE;
            }
        });
        return entries;
    }
}
