package dev.etiqueta.git;

import dev.etiqueta.git.GitException.Reason;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The contents of the files of a commit: from the store, and those that are not there from the remote. */
final class Blobs {

    private static final Logger log = LoggerFactory.getLogger(Blobs.class);
    private static final String TRACK = "Have DVC track large files, and git small ones.";

    private final Commit commit;
    private final Remote remote;
    private final Store store;

    Blobs(Commit commit, Remote remote, Store store) {
        this.commit = commit;
        this.remote = remote;
        this.store = store;
    }

    /**
     * Brings contents into the store, in one connection; those that are there cost nothing.
     *
     * @param paths how a message names the files
     */
    void fetch(Collection<ObjectId> wanted, String paths) {
        List<ObjectId> missing = wanted.stream().filter(id -> !store.has(id)).toList();
        if (missing.isEmpty()) {
            return;
        }
        try {
            if (!remote.fetch(missing, Extent.BLOBS, store)) {
                log.warn(
                        "the git server gives no single files (uploadpack.allowAnySHA1InWant), so that every file of"
                                + " {} is transferred",
                        commit.shortId());
                remote.fetch(List.of(ObjectId.fromString(commit.id())), Extent.FILES, store);
            }
        } catch (TooLargeException e) {
            throw tooLarge(paths);
        }
        if (!missing.stream().allMatch(store::has)) {
            throw GitTree.refused(commit, paths, "is not given by the server", "Run `git fsck` on the server.");
        }
    }

    /** A content that is in the store. */
    byte[] read(ObjectId blob, String path) {
        if (length(blob, path) > Extent.FILE_BYTES) {
            throw tooLarge(path);
        }
        try (ObjectReader reader = store.repository().newObjectReader()) {
            // Not a copy: a long one would be in memory twice.
            return reader.open(blob, Constants.OBJ_BLOB).getCachedBytes(Extent.FILE_BYTES);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** How long a content in the store is, in bytes. */
    long length(ObjectId blob, String path) {
        try (ObjectReader reader = store.repository().newObjectReader()) {
            return reader.getObjectSize(blob, Constants.OBJ_BLOB);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private GitException unreadable(String path, IOException cause) {
        return new GitException(
                Reason.FAILED,
                "'%s' of %s cannot be read from %s: %s"
                        .formatted(
                                Text.oneLine(path), commit.shortId(), store.folder(), Text.oneLine(cause.toString())),
                "Delete the folder, so that it is fetched anew.",
                cause);
    }

    private GitException tooLarge(String path) {
        return GitTree.refused(
                commit, path, "is longer than the %d MB that are read".formatted(Extent.FILE_BYTES >> 20), TRACK);
    }
}
