package dev.etiqueta.git;

import dev.etiqueta.failure.Blame;
import dev.etiqueta.failure.Disk;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * The layout of the folder that keeps what has been fetched: a bare git repository without refs, and beside its objects
 * a folder for each fetch under way. It has no refs so that no server is told of what is here: it would leave out file
 * contents, in the belief that who has a commit has its files.
 */
final class Store implements AutoCloseable {

    private static final String INCOMING = "incoming";
    private static final String PACK = ".pack";
    private static final String INDEX = ".idx";
    private static final Duration LEFT_BEHIND = Duration.ofDays(1);

    private final Path folder;
    private final Repository repository;

    private Store(Path folder, Repository repository) {
        this.folder = folder;
        this.repository = repository;
    }

    /** @throws GitException if the folder cannot be made or written to */
    static Store open(Path folder) {
        try {
            BareFolder.create(folder);
            sweep(folder.resolve(INCOMING));
            return new Store(folder, BareFolder.open(folder));
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    Repository repository() {
        return repository;
    }

    Path folder() {
        return folder;
    }

    boolean has(AnyObjectId id) {
        try (ObjectReader reader = repository.newObjectReader()) {
            return reader.has(id);
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    /** The tree of a commit, if both are here: trees are kept only with all that is below them. */
    @Nullable
    ObjectId treeOf(ObjectId commit) {
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit parsed = walk.parseCommit(commit);
            return has(parsed.getTree()) ? parsed.getTree().copy() : null;
        } catch (MissingObjectException | IncorrectObjectTypeException e) {
            return null;
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    /** The commits that are here whose ids begin with these hexadecimal digits. */
    Collection<ObjectId> commits(String digits) {
        List<ObjectId> commits = new ArrayList<>();
        try (ObjectReader reader = repository.newObjectReader()) {
            for (ObjectId id : reader.resolve(AbbreviatedObjectId.fromString(digits))) {
                if (reader.open(id).getType() == Constants.OBJ_COMMIT) {
                    commits.add(id);
                }
            }
        } catch (IOException e) {
            throw unusable(folder, e);
        }
        return commits;
    }

    /** What is to be done with an empty repository that objects go into. */
    interface Reception<T, E extends Exception> {
        T receive(Repository incoming) throws E;
    }

    /**
     * Takes in packs: into a folder of their own, and when all of a fetch is there, with the objects that are here. A
     * fetch that fails or is cut off leaves nothing behind that could be taken for the whole.
     *
     * @param objectBytes the longest object that is taken; 0 for any
     */
    <T, E extends Exception> T receive(long objectBytes, Reception<T, E> reception) throws E {
        try {
            Path incoming = Files.createTempDirectory(Files.createDirectories(folder.resolve(INCOMING)), "fetch");
            try {
                BareFolder.create(incoming);
                T result;
                try (Repository target = BareFolder.open(incoming, objectBytes)) {
                    result = reception.receive(target);
                }
                keep(incoming.resolve(BareFolder.PACKS));
                return result;
            } finally {
                BareFolder.delete(incoming);
            }
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    private void keep(Path packs) throws IOException {
        try (Stream<Path> files = Files.list(packs)) {
            for (Path pack :
                    files.filter(path -> path.toString().endsWith(PACK)).toList()) {
                Path target = folder.resolve(BareFolder.PACKS).resolve("pack-" + checksum(pack) + PACK);
                keep(pack, target);
                // The index last: to git and JGit a pack without one is not there yet.
                keep(withSuffix(pack, INDEX), withSuffix(target, INDEX));
            }
        }
    }

    /** JGit names packs by what objects are in them; only their bytes decide which index they go with. */
    private static String checksum(Path pack) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(pack.toFile(), "r")) {
            byte[] checksum = new byte[Constants.OBJECT_ID_LENGTH];
            file.seek(file.length() - checksum.length);
            file.readFully(checksum);
            return ObjectId.fromRaw(checksum).name();
        }
    }

    private static Path withSuffix(Path pack, String suffix) {
        String name = pack.getFileName().toString();
        return pack.resolveSibling(name.substring(0, name.length() - PACK.length()) + suffix);
    }

    /** A pack of that name has the same bytes, and another process may be reading it. */
    private static void keep(Path file, Path target) throws IOException {
        if (Files.exists(target)) {
            return;
        }
        try {
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | AtomicMoveNotSupportedException e) {
            if (!Files.exists(target)) {
                throw e;
            }
        }
    }

    /** Removes what processes have left behind that ended in the midst of a fetch. */
    private static void sweep(Path incoming) throws IOException {
        if (!Files.isDirectory(incoming)) {
            return;
        }
        Instant old = Instant.now().minus(LEFT_BEHIND);
        try (Stream<Path> fetches = Files.list(incoming)) {
            for (Path fetch : fetches.toList()) {
                if (Files.exists(fetch)
                        && Files.getLastModifiedTime(fetch).toInstant().isBefore(old)) {
                    BareFolder.delete(fetch);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    static GitException unusable(Path folder, IOException cause) {
        return new GitException(
                Disk.blame(cause) == Blame.STORAGE ? GitException.Reason.NO_ROOM : GitException.Reason.FAILED,
                "the folder %s for what is fetched from git cannot be used: %s"
                        .formatted(folder, Text.oneLine(cause.toString())),
                "Check that it can be written to and is not full; where it is damaged, delete it.",
                cause);
    }

    @Override
    public void close() {
        repository.close();
    }
}
