package dev.etiqueta.git;

import dev.etiqueta.git.GitException.Reason;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * A git repository that single files of single commits are read from. What has been fetched is kept in the folder of
 * the settings, and needs no network a second time. Safe for several threads, and the folder for several processes.
 */
public final class GitRepository implements AutoCloseable {

    private final String url;
    private final @Nullable Path folder;
    private final Remote remote;
    private final Store store;
    private final Memory memory;
    private final Revisions revisions;
    private final SignatureCheck signatures;
    private final Map<Asked, Memory.Entry> read = new ConcurrentHashMap<>();
    private final Map<String, Set<Asked>> asked = new ConcurrentHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private GitRepository(String url, @Nullable Path folder, Remote remote, Store store, AllowedSigners signers) {
        this.url = url;
        this.folder = folder;
        this.remote = remote;
        this.store = store;
        this.memory = new Memory(store.folder(), url);
        this.revisions = new Revisions(remote, store, url);
        this.signatures = new SignatureCheck(signers, remote, store, url);
    }

    /** A revision that was asked for. */
    private record Asked(@Nullable String revision) {}

    /**
     * Opens a repository, without any network.
     *
     * @throws GitException if the url is none, the folder cannot be written to, or a file of signers cannot be used
     */
    public static GitRepository open(GitSettings settings) {
        JGitEnvironment.install();
        RemoteUrl url = RemoteUrl.parse(settings.url());
        Store store = Store.open(settings.folder().resolve(folderName(url.shown())));
        Remote remote = url.kind() == RemoteUrl.Kind.LOCAL
                ? new LocalRemote(url.folder().toFile())
                : new TransportRemote(new Transports(url, settings), url.shown(), store);
        Path folder = url.kind() == RemoteUrl.Kind.LOCAL ? url.folder() : null;
        GitRepository repository = new GitRepository(url.shown(), folder, remote, store, settings.signers());
        try {
            repository.signatures.readSigners();
        } catch (RuntimeException e) {
            repository.close();
            throw e;
        }
        return repository;
    }

    /** Each repository has its own folder, whose name tells nothing of it. */
    private static String folderName(String url) {
        return UUID.nameUUIDFromBytes(url.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** The repository's own folder, where it is one of this machine, whether it is there or not. */
    public Optional<Path> folder() {
        return Optional.ofNullable(folder);
    }

    /** How messages name the repository: its url without secrets. */
    public String url() {
        return url;
    }

    /**
     * Asks the remote for the commit that a revision means.
     *
     * @param revision a tag, a branch, a full ref, a commit of 4 to 40 hexadecimal digits, or a pattern over tags such
     *     as {@code digits@v*}, which means the newest version; null or blank for the default branch. Commits of 40
     *     digits that are here already are not asked for, and whether the remote has them, and whether a tag points at
     *     a commit at all, shows when their tree is fetched
     * @throws UnknownRevisionException if there is none, or more than one
     * @throws GitException if the remote cannot be asked
     */
    public Commit resolve(@Nullable String revision) {
        String name = name(revision);
        Commit here = revisions.here(name);
        Commit commit = here == null ? revisions.resolve(name) : remembered(here, name);
        asked.computeIfAbsent(commit.id(), id -> ConcurrentHashMap.newKeySet()).add(new Asked(name));
        return commit;
    }

    /** With the tag that was found at it when the remote was asked. */
    private Commit remembered(Commit here, @Nullable String name) {
        return memory.recall(name)
                .map(Memory.Entry::commit)
                .filter(commit -> commit.id().equals(here.id()))
                .orElse(here);
    }

    private static @Nullable String name(@Nullable String revision) {
        return revision == null || revision.isBlank() ? null : revision.strip();
    }

    /**
     * What {@link #resolve} answered when files of this revision were last read, by this process or another one; empty
     * if those files cannot all be read again without the remote.
     */
    public Optional<Commit> remembered(@Nullable String revision) {
        return memory.recall(name(revision)).filter(this::isHere).map(Memory.Entry::commit);
    }

    private boolean isHere(Memory.Entry entry) {
        ObjectId root = store.treeOf(ObjectId.fromString(entry.commit().id()));
        return root != null && tree(entry.commit(), root, new Offline(), null).isHere(entry.paths());
    }

    /**
     * The files of a commit. Fetches the commit and its directories, without the contents of files where the server can
     * leave them out; nothing, if they are here. Where revisions need a signature, that is verified before.
     *
     * @return the files, of the commit without a tag that nobody has signed
     * @throws UnsignedException if nobody whose signature counts has signed it
     * @throws UnknownRevisionException if the remote has no such commit
     * @throws GitException if it is no commit, or cannot be fetched
     */
    public GitTree tree(Commit asked) {
        SignatureCheck.Passed passed = signatures.check(asked);
        Commit commit = passed.commit();
        ObjectId id = ObjectId.fromString(commit.id());
        ObjectId root = store.treeOf(id);
        if (root == null) {
            fetch(commit, id);
            root = store.treeOf(id);
        }
        if (root == null) {
            throw new GitException(
                    Reason.FAILED,
                    "%s of %s is no commit".formatted(name(commit), url),
                    "Name a tag that points at a commit.");
        }
        return tree(commit, root, remote, passed.signer());
    }

    private void fetch(Commit commit, ObjectId id) {
        try {
            if (!remote.fetch(List.of(id), Extent.TREES, store)) {
                throw new UnknownRevisionException(
                        "%s has no commit %s, or gives only commits that a ref points at".formatted(url, commit.id()),
                        "Name a tag or a branch, or push the commit.",
                        List.of());
            }
        } catch (TooLargeException e) {
            throw new GitException(
                    Reason.FAILED,
                    "a directory of %s of %s is too long, or too deep, to be read".formatted(name(commit), url),
                    "Name a commit with smaller directories.",
                    e);
        }
    }

    private static String name(Commit commit) {
        return commit.tag() == null ? commit.shortId() : "'%s'".formatted(Text.oneLine(commit.tag()));
    }

    private GitTree tree(Commit commit, ObjectId root, Remote source, @Nullable String signer) {
        return new GitTree(
                commit, signer, root, new Blobs(commit, source, store), store, paths -> remember(commit, paths));
    }

    private void remember(Commit commit, Set<String> paths) {
        for (Asked revision : asked.getOrDefault(commit.id(), Set.of())) {
            read.compute(revision, (key, former) -> {
                Set<String> all = new HashSet<>(paths);
                if (former != null && former.commit().id().equals(commit.id())) {
                    all.addAll(former.paths());
                }
                Memory.Entry entry = new Memory.Entry(commit, all);
                if (!entry.equals(former)) {
                    memory.remember(revision.revision(), entry);
                }
                return entry;
            });
        }
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            store.close();
        }
    }
}
