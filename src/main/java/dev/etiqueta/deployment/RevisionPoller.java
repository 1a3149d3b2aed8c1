package dev.etiqueta.deployment;

import dev.etiqueta.failure.ActionableException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/**
 * Deploys the configured revision, a branch or a pattern of tags, whenever it means another commit than the last time.
 * What was rolled back, or does not work, is not deployed again: it takes another commit.
 */
final class RevisionPoller implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RevisionPoller.class);

    private final ModelRepository repository;
    private final Deployer deployer;
    private final @Nullable Duration interval;
    private final SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
    private @Nullable ScheduledFuture<?> polling;
    private @Nullable String seen;

    /**
     * Polls once it is started.
     *
     * @param interval null to do nothing
     * @throws DeploymentException if there is an interval, and no repository to poll
     */
    RevisionPoller(ModelRepository repository, Deployer deployer, @Nullable Duration interval) {
        if (interval != null && !(repository instanceof GitModels)) {
            throw new DeploymentException(
                    DeploymentProperties.PREFIX + ".poll-interval is set, and there is no repository to poll",
                    "Set etiqueta.repository.url, or leave the interval out.");
        }
        this.repository = repository;
        this.deployer = deployer;
        this.interval = interval;
        this.seen = deployer.status().current().revision().commit();
    }

    /** Looks every so often, if it is to, until it is closed. */
    void start() {
        if (interval == null) {
            return;
        }
        scheduler.setThreadNamePrefix("revision-poller-");
        polling = scheduler.scheduleWithFixedDelay(
                this::poll, scheduler.getClock().instant().plus(interval), interval);
    }

    /** Looks once. */
    void poll() {
        try {
            if (repository instanceof GitModels git) {
                String commit = git.currentCommit();
                if (!commit.equals(seen)) {
                    deploy(commit);
                }
            }
        } catch (ActionableException e) {
            log.warn("It cannot be told whether there is a new revision: {}. {}", e.getMessage(), e.action());
        }
    }

    private void deploy(String commit) {
        try {
            deployer.deploy(null);
            seen = commit;
        } catch (DeploymentInProgressException e) {
            log.debug("{} waits: {}", commit, e.getMessage());
        } catch (ActionableException e) {
            // The deployer has said what went wrong.
            seen = e.isTransient() ? seen : commit;
        } catch (RuntimeException | Error e) {
            // So it has here; and polling must go on.
            seen = commit;
        }
    }

    @Override
    public void close() {
        if (polling != null) {
            polling.cancel(true);
        }
        scheduler.close();
    }
}
