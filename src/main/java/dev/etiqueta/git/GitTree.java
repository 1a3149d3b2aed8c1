package dev.etiqueta.git;

import dev.etiqueta.git.GitException.Reason;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** The files of a commit. Their contents are fetched when they are read, and kept. Safe for several threads. */
public final class GitTree {

    /** In bytes; longer ones no file system has. */
    static final int LONGEST_PATH = 4096;

    /** Of all paths together: those of half a million files. */
    private static final long MOST_CHARACTERS = 50_000_000;

    /** What even a short path costs. */
    private static final int LEAST_CHARACTERS = 100;

    private final Commit commit;
    private final @Nullable String signer;
    private final ObjectId root;
    private final Blobs blobs;
    private final Store store;
    private final Consumer<Set<String>> readPaths;

    /** @param readPaths is told the paths whose contents are here, or that do not exist */
    GitTree(
            Commit commit,
            @Nullable String signer,
            ObjectId root,
            Blobs blobs,
            Store store,
            Consumer<Set<String>> readPaths) {
        this.commit = commit;
        this.signer = signer;
        this.root = root;
        this.blobs = blobs;
        this.store = store;
        this.readPaths = readPaths;
    }

    public Commit commit() {
        return commit;
    }

    /** Who has signed the commit or its tag; null where no signature is needed. */
    public @Nullable String signer() {
        return signer;
    }

    /**
     * Reads a file of up to 16 MB.
     *
     * @param path from the root, with {@code /}; symbolic links are followed within the tree
     * @return empty where there is no such path
     * @throws GitException if it is a directory, a submodule or too long, leads out of the tree, or cannot be fetched
     */
    public Optional<byte[]> read(String path) {
        Optional<ObjectId> blob = find(path);
        Optional<byte[]> content = blob.map(id -> {
            blobs.fetch(Set.of(id), path);
            return blobs.read(id, path);
        });
        readPaths.accept(Set.of(path));
        return content;
    }

    /**
     * How long a file is, in bytes, without having it in memory.
     *
     * @return empty where there is no such path
     * @throws GitException as {@link #read} does
     */
    public OptionalLong length(String path) {
        Optional<ObjectId> blob = find(path);
        if (blob.isEmpty()) {
            return OptionalLong.empty();
        }
        blobs.fetch(Set.of(blob.get()), path);
        return OptionalLong.of(blobs.length(blob.get(), path));
    }

    /**
     * Fetches the contents of several files at once, so that reading each needs no connection of its own.
     *
     * @param paths those that do not exist are passed over
     * @throws GitException as {@link #read} does
     */
    public void prefetch(Collection<String> paths) {
        Set<ObjectId> wanted = new LinkedHashSet<>();
        for (String path : paths) {
            find(path).ifPresent(wanted::add);
        }
        blobs.fetch(wanted, String.join(", ", paths));
    }

    /** Whether all of these can be read without the remote, or are known not to exist. */
    boolean isHere(Collection<String> paths) {
        try {
            return paths.stream().allMatch(path -> find(path).map(store::has).orElse(true));
        } catch (GitException e) {
            return false;
        }
    }

    private Optional<ObjectId> find(String path) {
        return new TreePath(path, commit, store, blobs).find(root);
    }

    /**
     * The paths of all files and symbolic links, in git's order, found while the stream is read; it must be closed.
     *
     * @throws GitException if there are too many, or the folder of the store is damaged, from the stream too
     */
    @SuppressWarnings("MustBeClosedChecker") // by whoever closes the stream
    public Stream<String> list() {
        TreeWalk walk = new TreeWalk(store.repository());
        try {
            walk.addTree(root);
            walk.setRecursive(true);
        } catch (IOException e) {
            walk.close();
            throw Store.unusable(store.folder(), e);
        }
        return StreamSupport.stream(new Paths(walk), false).onClose(walk::close);
    }

    private final class Paths extends Spliterators.AbstractSpliterator<String> {

        private final TreeWalk walk;
        private long budget = MOST_CHARACTERS;

        Paths(TreeWalk walk) {
            super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.DISTINCT);
            this.walk = walk;
        }

        @Override
        public boolean tryAdvance(Consumer<? super String> action) {
            try {
                while (walk.next()) {
                    pay(walk.getPathLength());
                    if (walk.getFileMode().getObjectType() == Constants.OBJ_BLOB) {
                        action.accept(walk.getPathString());
                        return true;
                    }
                }
                return false;
            } catch (IOException e) {
                throw Store.unusable(store.folder(), e);
            }
        }

        /** A tree may name another one many times over, so that few objects make more paths than can ever be walked. */
        private void pay(int length) {
            budget -= Math.max(length, LEAST_CHARACTERS);
            if (length > LONGEST_PATH || budget < 0) {
                throw refused(
                        commit,
                        walk.getPathString(),
                        length > LONGEST_PATH ? "is too long a path" : "is one of more paths than are searched",
                        "Commit fewer files, or name another commit.");
            }
        }
    }

    static GitException refused(Commit commit, String path, String what, String action) {
        String name = commit.tag() == null ? commit.shortId() : commit.tag() + " (" + commit.shortId() + ")";
        return new GitException(
                Reason.UNREADABLE, "'%s' of %s %s".formatted(Text.oneLine(path), Text.oneLine(name), what), action);
    }
}
