package dev.etiqueta.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** The way of one path through the directories of a commit, over symbolic links too. */
final class TreePath {

    private static final int MOST_LINKS = 20;
    private static final String NAME_A_FILE = "Name a file of the repository.";

    private final String path;
    private final Commit commit;
    private final Store store;
    private final Blobs blobs;
    private final Deque<ObjectId> directories = new ArrayDeque<>();
    private final Deque<String> names = new ArrayDeque<>();
    private int links;

    TreePath(String path, Commit commit, Store store, Blobs blobs) {
        this.path = path;
        this.commit = commit;
        this.store = store;
        this.blobs = blobs;
    }

    /** The content of the file at the end; empty where there is no such path. */
    Optional<ObjectId> find(ObjectId root) {
        directories.push(root);
        prepend(path);
        try (ObjectReader reader = store.repository().newObjectReader()) {
            while (!names.isEmpty()) {
                String name = names.pop();
                if (isStep(name)) {
                    continue;
                }
                TreeWalk entry = TreeWalk.forPath(reader, name, directories.getFirst());
                if (entry == null) {
                    return Optional.empty();
                }
                ObjectId file = enter(entry);
                if (file != null) {
                    return Optional.of(file).filter(id -> names.isEmpty());
                }
            }
        } catch (IOException e) {
            throw Store.unusable(store.folder(), e);
        }
        throw refused("is a directory", NAME_A_FILE);
    }

    /** Whether a name is none, but says where to go on. */
    private boolean isStep(String name) {
        if (name.equals("..")) {
            directories.pop();
            if (directories.isEmpty()) {
                throw refused("leads out of the repository", NAME_A_FILE);
            }
        }
        return name.isEmpty() || name.equals(".") || name.equals("..");
    }

    /** The content of a file; null for a directory or a link, which the way goes on through. */
    private @Nullable ObjectId enter(TreeWalk entry) {
        FileMode mode = entry.getFileMode();
        ObjectId id = entry.getObjectId(0);
        if (FileMode.TREE.equals(mode)) {
            directories.push(id);
        } else if (FileMode.SYMLINK.equals(mode)) {
            follow(id);
        } else if (FileMode.GITLINK.equals(mode)) {
            throw refused("lies in a submodule, and those are not read", "Give the url of the submodule itself.");
        } else {
            return id;
        }
        return null;
    }

    private void follow(ObjectId link) {
        links++;
        if (links > MOST_LINKS) {
            throw refused("is a symbolic link that leads in a circle", NAME_A_FILE);
        }
        blobs.fetch(Set.of(link), path);
        byte[] content = blobs.read(link, path);
        if (content.length > GitTree.LONGEST_PATH) {
            throw refused("is a symbolic link of %d bytes".formatted(content.length), NAME_A_FILE);
        }
        String target = new String(content, StandardCharsets.UTF_8);
        if (target.startsWith("/")) {
            throw refused("is a symbolic link that leads out of the repository", NAME_A_FILE);
        }
        prepend(target);
    }

    private void prepend(String path) {
        for (String name : List.of(path.split("/", -1)).reversed()) {
            names.push(name);
        }
    }

    private GitException refused(String what, String action) {
        return GitTree.refused(commit, path, what, action);
    }
}
