package dev.etiqueta.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collection;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/** Copies objects from one repository to another; a tree after all that is below it, and a commit after its tree. */
final class ObjectCopy implements AutoCloseable {

    /** Directories in each other. */
    private static final int DEEPEST = 500;

    private final ObjectReader source;
    private final ObjectReader known;
    private final ObjectInserter target;
    private final Path folder;

    ObjectCopy(Repository source, Store store) {
        this.source = source.newObjectReader();
        this.known = store.repository().newObjectReader();
        this.target = store.repository().newObjectInserter();
        this.folder = store.folder();
    }

    /** Copies commits and tags, and nothing of what they point at. */
    void objects(Collection<ObjectId> wanted) throws IOException {
        for (ObjectId id : wanted) {
            int type = source.open(id).getType();
            if (type == Constants.OBJ_COMMIT || type == Constants.OBJ_TAG) {
                copy(id, type, Extent.METADATA_BYTES);
            }
        }
        target.flush();
    }

    /** Copies commits with their trees, without files and without history. */
    void trees(Collection<ObjectId> commits) throws IOException {
        try (RevWalk walk = new RevWalk(source)) {
            for (ObjectId id : commits) {
                requireShort(id, Constants.OBJ_COMMIT);
                RevCommit commit = walk.parseCommit(id);
                tree(commit.getTree(), 0);
                copy(commit, Constants.OBJ_COMMIT, Long.MAX_VALUE);
            }
        }
        target.flush();
    }

    private void tree(ObjectId tree, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new LargeObjectException(tree);
        }
        if (known.has(tree)) {
            return;
        }
        requireShort(tree, Constants.OBJ_TREE);
        CanonicalTreeParser entries = new CanonicalTreeParser(null, source, tree);
        for (; !entries.eof(); entries.next()) {
            if (FileMode.TREE.equals(entries.getEntryRawMode())) {
                tree(entries.getEntryObjectId(), depth + 1);
            }
        }
        copy(tree, Constants.OBJ_TREE, Long.MAX_VALUE);
    }

    /** Before they are in memory as a whole. */
    private void requireShort(ObjectId id, int type) throws IOException {
        if (source.getObjectSize(id, type) > Extent.METADATA_BYTES) {
            throw new LargeObjectException(id);
        }
    }

    /** Copies commits with their history, and nothing else; what is no commit is passed over. */
    void history(Collection<ObjectId> tips) throws IOException {
        try (RevWalk walk = new RevWalk(source)) {
            for (ObjectId tip : tips) {
                RevObject object = walk.peel(walk.parseAny(tip));
                if (object instanceof RevCommit commit) {
                    walk.markStart(commit);
                }
            }
            for (RevCommit commit : walk) {
                copy(commit, Constants.OBJ_COMMIT, Long.MAX_VALUE);
            }
        }
        target.flush();
    }

    /** @throws LargeObjectException for the first that is longer than the limit, in bytes */
    void blobs(Collection<ObjectId> blobs, long limit) throws IOException {
        for (ObjectId blob : blobs) {
            copy(blob, Constants.OBJ_BLOB, limit);
        }
        target.flush();
    }

    private void copy(AnyObjectId id, int type, long limit) throws IOException {
        if (known.has(id)) {
            return;
        }
        // Before it is opened, which has all of it in memory.
        if (limit < Long.MAX_VALUE && source.getObjectSize(id, type) > limit) {
            throw new LargeObjectException(id.toObjectId());
        }
        ObjectLoader object = source.open(id, type);
        try (InputStream content = object.openStream()) {
            target.insert(type, object.getSize(), content);
        } catch (IOException e) {
            // The object is open, so that it is the store that cannot be written.
            throw Store.unusable(folder, e);
        }
    }

    @Override
    public void close() {
        target.close();
        known.close();
        source.close();
    }
}
