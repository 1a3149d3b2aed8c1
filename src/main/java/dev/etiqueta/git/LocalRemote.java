package dev.etiqueta.git;

import dev.etiqueta.git.GitException.Reason;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefDatabase;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.util.FS;

/**
 * A repository in a folder of this machine. Its objects are copied one by one: to ask an upload-pack within this
 * process would depend on what the repository allows its remote callers.
 */
final class LocalRemote implements Remote {

    private final File path;

    LocalRemote(File path) {
        this.path = path;
    }

    @Override
    public Refs refs(Collection<String> prefixes) {
        try (Repository source = open()) {
            RefDatabase database = source.getRefDatabase();
            List<Ref> refs = new ArrayList<>();
            for (String prefix : prefixes) {
                Ref head = prefix.equals(Constants.HEAD) ? database.exactRef(prefix) : null;
                if (head != null) {
                    refs.add(head);
                } else if (prefix.startsWith(Constants.R_REFS)) {
                    refs.addAll(database.getRefsByPrefix(prefix));
                }
            }
            return Refs.of(peeled(database, refs));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static List<Ref> peeled(RefDatabase database, List<Ref> refs) throws IOException {
        List<Ref> peeled = new ArrayList<>(refs.size());
        for (Ref ref : refs) {
            peeled.add(ref.getObjectId() == null ? ref : database.peel(ref));
        }
        return peeled;
    }

    @Override
    public boolean fetch(Collection<ObjectId> wanted, Extent extent, Store store) throws TooLargeException {
        try (Repository source = open();
                ObjectCopy copy = new ObjectCopy(source, store)) {
            switch (extent) {
                case OBJECTS -> copy.objects(wanted);
                case TREES, FILES -> copy.trees(wanted);
                case HISTORY -> copy.history(wanted);
                case BLOBS -> copy.blobs(wanted, Extent.FILE_BYTES);
            }
            return true;
        } catch (MissingObjectException e) {
            return false;
        } catch (IncorrectObjectTypeException e) {
            // What a tag points at need not be a commit; whoever asked finds none.
            return true;
        } catch (LargeObjectException e) {
            throw new TooLargeException(e);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private Repository open() throws IOException {
        File folder = RepositoryCache.FileKey.resolve(path, FS.DETECTED);
        RepositoryBuilder builder = new RepositoryBuilder();
        if (folder == null && new File(path, Constants.DOT_GIT).isFile()) {
            // A linked work tree: the file names the folder.
            builder.findGitDir(path);
        } else {
            builder.setGitDir(folder);
        }
        if (builder.getGitDir() == null) {
            throw new GitException(
                    Reason.REPOSITORY_NOT_FOUND,
                    "%s is no git repository".formatted(path),
                    "Check the path; it is relative to the working directory.");
        }
        return builder.setMustExist(true).build();
    }

    private GitException unreadable(IOException cause) {
        return new GitException(
                Reason.FAILED,
                "the git repository %s cannot be read: %s".formatted(path, Text.oneLine(cause.toString())),
                "Check its permissions, and run `git fsck` in it.",
                cause);
    }
}
