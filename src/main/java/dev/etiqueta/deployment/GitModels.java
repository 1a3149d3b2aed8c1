package dev.etiqueta.deployment;

import dev.etiqueta.dvc.DvcProject;
import dev.etiqueta.dvc.ReadSettings;
import dev.etiqueta.dvc.TrackedFiles;
import dev.etiqueta.git.Commit;
import dev.etiqueta.git.GitException;
import dev.etiqueta.git.GitRepository;
import dev.etiqueta.git.GitTree;
import dev.etiqueta.git.UnknownRevisionException;
import dev.etiqueta.model.Signers;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the revisions of a git repository track.
 *
 * @param configured the revision that is meant where none is named; null for the default branch
 * @param path the .dvc file or the output
 * @param signed lets only signed models through
 */
record GitModels(
        GitRepository git, @Nullable String configured, String path, ReadSettings settings, SignedModels signed)
        implements ModelRepository {

    static final String DEFAULT_PATH = "models.dvc";

    private static final Logger log = LoggerFactory.getLogger(GitModels.class);

    @Override
    public Release fetch(@Nullable String revision) {
        return fetch(resolve(revision));
    }

    /** A commit never changes: what serves needs no objects, which may be gone from the remote by now. */
    @Override
    public Optional<Release> fetchOther(@Nullable String revision, Revision serving) {
        Commit commit = resolve(revision);
        boolean serves = commit.id().equals(serving.commit()) && Objects.equals(commit.tag(), serving.tag());
        return serves ? Optional.empty() : Optional.of(fetch(commit));
    }

    private Commit resolve(@Nullable String revision) {
        String wanted = revision == null ? configured : revision;
        Commit commit = git.resolve(wanted);
        DeploymentLog.with(DeploymentLog.asked(log.atInfo(), wanted), commit.tag(), commit.id())
                .log("Resolved {} to commit {}", wanted == null ? "the default branch" : wanted, commit.id());
        return commit;
    }

    @Override
    public Release fetchAtStart() {
        try {
            return fetch((String) null);
        } catch (UnknownRevisionException e) {
            throw e;
        } catch (GitException e) {
            Commit remembered = git.remembered(configured).orElseThrow(() -> e);
            DeploymentLog.with(DeploymentLog.asked(log.atWarn(), configured), remembered.tag(), remembered.id())
                    .log("{}; the commit that it was last time is served: {}", e.getMessage(), remembered.id());
            return fetch(remembered);
        }
    }

    /** The commit that the configured revision means now. */
    String currentCommit() {
        return git.resolve(configured).id();
    }

    private Release fetch(Commit asked) {
        GitTree tree = git.tree(asked);
        Commit commit = tree.commit();
        GitFiles files = new GitFiles(tree, commit, git.folder());
        SignedModels.Passed passed = signed.check(DvcProject.of(files, path).read(settings));
        TrackedFiles tracked = passed.files();
        Revision revision = new Revision(
                commit.tag(), commit.id(), tracked.digest().hex(), new Signers(tree.signer(), passed.signer()));
        DeploymentLog.with(log.atInfo(), revision)
                .log("Fetched {} commit {} md5 {}", revision.version(), commit.id(), revision.digest());
        return new Release(revision, tracked);
    }

    @Override
    public void close() {
        git.close();
        if (settings.cache() != null) {
            settings.cache().close();
        }
    }
}
