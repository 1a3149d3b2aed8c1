package dev.etiqueta.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.etiqueta.RepositoryFixture;
import dev.etiqueta.model.ModelService;
import dev.etiqueta.security.Audit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
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
import org.springframework.util.FileSystemUtils;

class RevisionPollerTest {

    @TempDir
    private Path folder;

    private RepositoryFixture fixture;
    private ModelRepository repository;
    private ModelService models;
    private Deployer deployer;
    private RevisionPoller poller;
    private final List<LookOutcome> looks = new ArrayList<>();

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

    @Test
    void triesAgainWhatIsPushedAfterItsTag() throws IOException {
        start("staging");
        Path store = fixture.store("store");
        Path away = store.resolveSibling("away");
        move("refs/heads/staging", "v1");
        deleteCache();
        Files.move(store, away);
        Files.createDirectories(store);
        assertThat(poller.poll()).isEqualTo(LookOutcome.FAILED);

        Files.delete(store);
        Files.move(away, store);
        assertThat(poller.poll()).isEqualTo(LookOutcome.DEPLOYED);
        assertThat(served()).isEqualTo("v1.9.0");
    }

    @Test
    void tellsWhatCameOfEachLook() throws IOException {
        start("staging");
        poller.poll();
        move("refs/heads/staging", "broken");
        poller.poll();
        poller.poll();
        move("refs/heads/staging", "v1");
        poller.poll();

        assertThat(looks)
                .containsExactly(
                        LookOutcome.UNCHANGED, LookOutcome.REFUSED, LookOutcome.UNCHANGED, LookOutcome.DEPLOYED);
    }

    @Test
    void waitsLongerAfterEachFailureAndNotForEver() throws IOException {
        start("staging");

        assertThat(poller.delayAfter(LookOutcome.FAILED)).isEqualTo(Duration.ofMinutes(1));
        assertThat(poller.delayAfter(LookOutcome.FAILED)).isEqualTo(Duration.ofMinutes(2));
        assertThat(poller.delayAfter(LookOutcome.FAILED)).isEqualTo(Duration.ofMinutes(4));
        for (int i = 0; i < 20; i++) {
            assertThat(poller.delayAfter(LookOutcome.FAILED)).isLessThanOrEqualTo(Duration.ofMinutes(10));
        }
        assertThat(poller.delayAfter(LookOutcome.REFUSED)).isEqualTo(Duration.ofMinutes(1));
        assertThat(poller.delayAfter(LookOutcome.FAILED)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void deploysWhatServesWithoutItsObjects() throws IOException {
        start("staging");
        deleteCache();
        Path store = fixture.store("store");
        Files.move(store, store.resolveSibling("away"));
        Deployment before = deployer.status().current();

        assertThat(deployer.deploy("staging")).isSameAs(before);
        assertThat(deployer.deploy(null)).isSameAs(before);
        assertThat(deployer.status().degraded()).isFalse();
    }

    @Test
    void deploysNothingWhileTheServiceEnds() throws IOException {
        start("staging");
        deployer.drain();

        assertThatExceptionOfType(DrainingException.class).isThrownBy(() -> deployer.deploy("v1"));
        assertThatExceptionOfType(DrainingException.class).isThrownBy(() -> deployer.rollBack());
    }

    private void deleteCache() throws IOException {
        FileSystemUtils.deleteRecursively(folder.resolve("cache/files"));
    }

    private final class Looks implements DeploymentObserver {

        @Override
        public void looked(LookOutcome outcome) {
            looks.add(outcome);
        }

        @Override
        public void succeeded(Deployment deployment, Duration took) {}

        @Override
        public void failed(FailedDeployment failure, Duration took) {}
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
        deployer = new Deployer(
                repository,
                release,
                models,
                new ModelLoader(List.of(), OnFailure.REFUSE, null),
                Duration.ofMinutes(1),
                List.of(),
                Clock.systemUTC());
        poller = new RevisionPoller(repository, deployer, Duration.ofMinutes(1), new Audit(), List.of(new Looks()));
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
