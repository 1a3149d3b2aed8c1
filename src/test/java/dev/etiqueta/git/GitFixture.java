package dev.etiqueta.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.lib.TagBuilder;

/** A bare repository that tests fill, whose default branch is called trunk. */
final class GitFixture implements AutoCloseable {

    private static final PersonIdent AUTHOR =
            new PersonIdent("A", "a@example.com", Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);

    private final Map<String, DirCacheEntry> entries = new HashMap<>();
    private final Repository repository;

    GitFixture(Path folder) throws IOException {
        JGitEnvironment.install();
        repository = new RepositoryBuilder().setGitDir(folder.toFile()).build();
        repository.create(true);
        repository.updateRef(Constants.HEAD).link("refs/heads/trunk");
    }

    Repository repository() {
        return repository;
    }

    String path() {
        return repository.getDirectory().getPath();
    }

    /** Has the server leave out what a client asks it to, and give single objects. */
    GitFixture allowPartialClone() throws IOException {
        StoredConfig config = repository.getConfig();
        config.setBoolean("uploadpack", null, "allowFilter", true);
        config.setBoolean("uploadpack", null, "allowAnySHA1InWant", true);
        config.save();
        return this;
    }

    GitFixture file(String path, String content) throws IOException {
        return file(path, content.getBytes(UTF_8));
    }

    GitFixture file(String path, byte[] content) throws IOException {
        return entry(path, FileMode.REGULAR_FILE, insert(content));
    }

    GitFixture random(String path, int bytes, long seed) throws IOException {
        byte[] content = new byte[bytes];
        new Random(seed).nextBytes(content);
        return file(path, content);
    }

    GitFixture link(String path, String target) throws IOException {
        return entry(path, FileMode.SYMLINK, insert(target.getBytes(UTF_8)));
    }

    GitFixture submodule(String path) {
        return entry(path, FileMode.GITLINK, ObjectId.fromString("1".repeat(40)));
    }

    GitFixture remove(String path) {
        entries.remove(path);
        return this;
    }

    ObjectId insert(byte[] content) throws IOException {
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId id = inserter.insert(Constants.OBJ_BLOB, content);
            inserter.flush();
            return id;
        }
    }

    private GitFixture entry(String path, FileMode mode, ObjectId id) {
        DirCacheEntry entry = new DirCacheEntry(path);
        entry.setFileMode(mode);
        entry.setObjectId(id);
        entries.put(path, entry);
        return this;
    }

    /** Commits all files onto a branch, and says which commit it became. */
    String commit(String branch, String message) throws IOException {
        ObjectId tip = repository.resolve("refs/heads/" + branch);
        CommitBuilder commit = new CommitBuilder();
        commit.setAuthor(AUTHOR);
        commit.setCommitter(AUTHOR);
        commit.setMessage(message);
        if (tip != null) {
            commit.setParentId(tip);
        }
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            DirCache index = DirCache.newInCore();
            DirCacheBuilder builder = index.builder();
            entries.values().forEach(builder::add);
            builder.finish();
            commit.setTreeId(index.writeTree(inserter));
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            ref("refs/heads/" + branch, id.name());
            return id.name();
        }
    }

    GitFixture tag(String name, String object) throws IOException {
        return ref("refs/tags/" + name, object);
    }

    GitFixture ref(String name, String object) throws IOException {
        RefUpdate update = repository.updateRef(name);
        update.setNewObjectId(ObjectId.fromString(object));
        update.setForceUpdate(true);
        update.update();
        return this;
    }

    GitFixture annotatedTag(String name, String object, int type) throws IOException {
        TagBuilder tag = new TagBuilder();
        tag.setTag(name);
        tag.setTagger(AUTHOR);
        tag.setMessage(name);
        tag.setObjectId(ObjectId.fromString(object), type);
        try (ObjectInserter inserter = repository.newObjectInserter()) {
            ObjectId id = inserter.insert(tag);
            inserter.flush();
            return tag(name, id.name());
        }
    }

    @Override
    public void close() {
        repository.close();
    }

    /** What a repository has fetched lies in the only folder there. */
    static Path only(Path folder) throws IOException {
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.reduce((one, other) -> {
                        throw new AssertionError("%s and %s".formatted(one, other));
                    })
                    .orElseThrow();
        }
    }
}
