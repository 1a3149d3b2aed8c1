package dev.etiqueta.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.RepositoryFixture;
import dev.etiqueta.model.ModelService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class RevisionPollerTest {

    @TempDir
    private Path folder;

    private RepositoryFixture fixture;
    private ModelRepository repository;
    private ModelService models;
    private Deployer deployer;
    private RevisionPoller poller;

    @AfterEach
    void close() {
        poller.close();
        models.close();
        repository.close();
    }

    @Test
    void deploysWhatABranchMeansNow() throws IOException {
        start("staging");
        move("refs/heads/staging", "v1");
        poller.poll();

        assertThat(served()).isEqualTo("v1.9.0");
    }

    @Test
    void deploysTheNewestTagOfAPattern() throws IOException {
        start("v1.*");
        assertThat(served()).isEqualTo("v1.10.0");

        move("refs/tags/v1.11.0", "v2^{commit}");
        poller.poll();

        assertThat(served()).isEqualTo("v1.11.0");
    }

    @Test
    void leavesARollbackAlone() throws IOException {
        start("staging");
        move("refs/heads/staging", "v1");
        poller.poll();
        deployer.rollBack();
        poller.poll();

        assertThat(served()).isEqualTo("d5b7574");

        move("refs/heads/staging", "v1.10.0");
        poller.poll();
        assertThat(served()).isEqualTo("v1.10.0");
    }

    @Test
    void triesABrokenCommitOnce() throws IOException {
        start("staging");
        move("refs/heads/staging", "broken");
        poller.poll();
        assertThat(deployer.status().degraded()).isTrue();
        FailedDeployment failure = deployer.status().lastFailure();
        poller.poll();

        assertThat(deployer.status().lastFailure()).isSameAs(failure);
        assertThat(served()).isEqualTo("d5b7574");
    }

    @Test
    void goesOnWhenTheRepositoryIsBack() throws IOException {
        start("staging");
        Path away = fixture.repository().resolveSibling("away.git");
        Files.move(fixture.repository(), away);
        poller.poll();
        assertThat(served()).isEqualTo("d5b7574");

        Files.move(away, fixture.repository());
        move("refs/heads/staging", "v1");
        poller.poll();
        assertThat(served()).isEqualTo("v1.9.0");
    }

    private void start(String revision) throws IOException {
        fixture = RepositoryFixture.unpack("dvc3", folder);
        repository = RepositoryFactory.of(new Binder(new MapConfigurationPropertySource(Map.of(
                        "etiqueta.repository.url", fixture.repository().toString(),
                        "etiqueta.repository.revision", revision,
                        "etiqueta.remote.url", fixture.store("store").toString(),
                        "etiqueta.cache.dir", folder.resolve("cache").toString()))))
                .open();
        Release release = repository.fetchAtStart();
        models = new ModelService(ModelLoader.load(release).values(), null, List.of(), List.of());
        deployer = new Deployer(repository, release, models, List.of(), Clock.systemUTC());
        poller = new RevisionPoller(repository, deployer, Duration.ofDays(1));
    }

    private String served() {
        return models.info("bright").id().version();
    }

    private void move(String reference, String revision) throws IOException {
        try (Git git = Git.open(fixture.repository().toFile())) {
            ObjectId target = git.getRepository().resolve(revision);
            RefUpdate update = git.getRepository().updateRef(reference);
            update.setNewObjectId(target);
            update.setForceUpdate(true);
            assertThat(update.update())
                    .isIn(RefUpdate.Result.FORCED, RefUpdate.Result.FAST_FORWARD, RefUpdate.Result.NEW);
        }
    }
}
