package dev.etiqueta.dvc;

import dev.etiqueta.failure.Disk;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects on this machine, in the layout of DVC's own cache. Any number of processes may share it: an object appears
 * under its name when it is complete and verified, and is verified again whenever it is read. What has not been used
 * for longest makes room for others; what is in use never does.
 */
public final class ObjectCache implements AutoCloseable {

    static final String TEMPORARY_SUFFIX = ".tmp";

    private static final Logger log = LoggerFactory.getLogger(ObjectCache.class);

    private final Path folder;
    private final long maxSize;
    private final ObjectsInUse inUse;
    private final CacheEviction eviction;

    /**
     * A cache in a folder, which is created when the first object is stored.
     *
     * @param maxSize bytes of all objects; those in use are kept even beyond it
     */
    public ObjectCache(Path folder, long maxSize) {
        this.folder = folder;
        this.maxSize = maxSize;
        this.inUse = new ObjectsInUse(folder);
        this.eviction = new CacheEviction(folder, maxSize, inUse);
    }

    /** Deletes what processes have left behind that ended in the midst of a download. */
    public void sweep() {
        eviction.sweep();
    }

    /**
     * Deletes whole caches that nobody uses: those that processes had for themselves and could not take along.
     *
     * @param caches folders that this program has made
     */
    public static void sweepAbandoned(Collection<Path> caches) {
        for (Path cache : caches) {
            if (!new ObjectsInUse(cache).isInUse()) {
                try {
                    FolderWriter.delete(cache);
                } catch (IOException e) {
                    log.debug("{} cannot be deleted: {}", cache, e.toString());
                }
            }
        }
    }

    /** Where it lies. */
    Path folder() {
        return folder;
    }

    /** The most bytes that it may hold. */
    long maxSize() {
        return maxSize;
    }

    /** Whether it holds an object, though perhaps a damaged one. */
    boolean holds(ObjectId id) {
        return id.paths().stream().map(folder::resolve).anyMatch(Files::isRegularFile);
    }

    /** Reads an object; empty if it is not there, or was damaged and has been thrown away. */
    Optional<byte[]> read(ObjectRequest wanted) {
        for (String path : wanted.id().paths()) {
            Path file = folder.resolve(path);
            try {
                byte[] content = readVerified(file, wanted);
                markAsUsed(file);
                return Optional.of(content);
            } catch (NoSuchFileException e) {
                // It lies in the other place, or nowhere.
            } catch (CorruptObjectException e) {
                log.warn("The cached object {} {}; it is thrown away", file, e.getMessage());
                discard(file);
            } catch (IOException e) {
                log.warn("The cached object {} cannot be read: {}", file, e.toString());
            }
        }
        return Optional.empty();
    }

    private static byte[] readVerified(Path file, ObjectRequest wanted) throws IOException {
        try (InputStream in =
                new VerifyingInputStream(Files.newInputStream(file), wanted.id(), wanted.limit(), wanted.time())) {
            long size = Files.size(file);
            if (size > Math.min(wanted.limit(), Integer.MAX_VALUE - 8)) {
                throw tooLong(wanted, size);
            }
            // Of its very size at once: a buffer that grows would need twice the memory.
            byte[] content = new byte[(int) size];
            in.readNBytes(content, 0, content.length);
            if (in.read() >= 0) {
                throw new CorruptObjectException("grew while it was read");
            }
            return content;
        }
    }

    private static DvcException tooLong(ObjectRequest wanted, long size) {
        return new DvcException(
                "%s has %d bytes, expected at most %d".formatted(Names.shown(wanted.file()), size, wanted.limit()),
                "Deploy a smaller one, or give the service more memory.");
    }

    /**
     * Stores an object: the bytes go to a temporary name first, and are on the disk before they get their own.
     *
     * @param content throws at its end if it is not the object's
     * @throws IOException if reading fails; then nothing of it is left
     * @throws DvcException if writing fails; then nothing of it is left
     */
    void store(ObjectId id, InputStream content) throws IOException {
        Path file = folder.resolve(id.paths().getFirst());
        Path temporary = file.resolveSibling(inUse.temporaryName());
        try {
            try (Writing out = new Writing(temporary)) {
                content.transferTo(out);
                out.finish();
            }
            onlyReadable(temporary);
            move(temporary, file);
        } finally {
            discard(temporary);
        }
        eviction.makeRoom();
    }

    /** Keeps objects from being evicted, whether they are there already or not, until it is closed. */
    Use use(Collection<ObjectId> objects) {
        return inUse.add(objects);
    }

    /** Objects that are in use until it is closed. */
    interface Use extends AutoCloseable {
        @Override
        void close();
    }

    /** Nothing is in use any more. */
    @Override
    public void close() {
        inUse.close();
    }

    private static void markAsUsed(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (IOException e) {
            // Somebody else's cache, or one that cannot be written: then nothing is evicted from here either.
            log.debug("{} cannot be marked as used: {}", file, e.toString());
        }
    }

    private static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.debug("{} cannot be deleted: {}", file, e.toString());
        }
    }

    /** DVC takes objects that nobody may write for verified ones, and so they are. */
    private static void onlyReadable(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        }
    }

    private void move(Path temporary, Path file) {
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private DvcException unwritable(IOException e) {
        return new DvcException(
                Disk.blame(e),
                "the cache %s cannot be written: %s".formatted(folder, e),
                "Make room there, or set etiqueta.cache.dir to a folder that can be written, such as an emptyDir.",
                e);
    }

    /** Tells a failure to write, which is this machine's, from one to read, which is the remote's. */
    private final class Writing extends OutputStream {

        private final FileChannel channel;
        private final OutputStream out;

        Writing(Path file) {
            try {
                Files.createDirectories(file.getParent());
                channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            } catch (IOException e) {
                throw unwritable(e);
            }
            out = Channels.newOutputStream(channel);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw unwritable(e);
            }
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        void finish() {
            try {
                channel.force(true);
            } catch (IOException e) {
                throw unwritable(e);
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
