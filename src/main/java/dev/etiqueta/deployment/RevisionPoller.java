package dev.etiqueta.deployment;

import dev.etiqueta.failure.ActionableException;
import dev.etiqueta.security.Audit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Deploys the configured revision, a branch or a pattern of tags, whenever it means another commit than the last time.
 * What was rolled back, or is itself to blame for its failure, is not deployed again: it takes another commit. All other
 * trouble passes, so that it is tried again, after times that double up to ten minutes.
 */
final class RevisionPoller implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RevisionPoller.class);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Of a time: those who were started together should not ask together for ever. */
    private static final double JITTER = 0.1;

    private final ModelRepository repository;
    private final Deployer deployer;
    private final @Nullable Duration interval;
    private final Audit audit;
    private final List<DeploymentObserver> observers;
    private final SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
    private volatile @Nullable ScheduledFuture<?> next;
    private @Nullable BackOffExecution backOff;
    private @Nullable String seen;

    /**
     * Polls once it is started.
     *
     * @param interval null to do nothing
     * @param observers are told of each look
     * @throws DeploymentException if there is an interval, and no repository to poll
     */
    RevisionPoller(
            ModelRepository repository,
            Deployer deployer,
            @Nullable Duration interval,
            Audit audit,
            List<DeploymentObserver> observers) {
        if (interval != null && !(repository instanceof GitModels)) {
            throw new DeploymentException(
                    DeploymentProperties.PREFIX + ".poll-interval is set, and there is no repository to poll",
                    "Set etiqueta.repository.url, or leave the interval out.");
        }
        this.repository = repository;
        this.deployer = deployer;
        this.interval = interval;
        this.audit = audit;
        this.observers = List.copyOf(observers);
        this.seen = deployer.status().current().revision().commit();
    }

    /** Looks every so often, if it is to, until it is closed. */
    void start() {
        if (interval != null) {
            scheduler.setThreadNamePrefix("revision-poller-");
            schedule(interval);
        }
    }

    private void schedule(Duration delay) {
        double factor = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        Duration varied = Duration.ofMillis(Math.max(1, Math.round(delay.toMillis() * factor)));
        next = scheduler.schedule(
                () -> schedule(delayAfter(poll())),
                scheduler.getClock().instant().plus(varied));
    }

    /** How long to wait after a look. */
    Duration delayAfter(LookOutcome outcome) {
        Duration regular = interval == null ? LONGEST : interval;
        if (outcome != LookOutcome.FAILED) {
            backOff = null;
            return regular;
        }
        if (backOff == null) {
            ExponentialBackOff growing = new ExponentialBackOff(regular.toMillis(), 2);
            growing.setMaxInterval(Math.max(LONGEST.toMillis(), regular.toMillis()));
            backOff = growing.start();
        }
        return Duration.ofMillis(backOff.nextBackOff());
    }

    /** Looks once. */
    LookOutcome poll() {
        LookOutcome outcome = look();
        observers.forEach(observer -> observer.looked(outcome));
        return outcome;
    }

    private LookOutcome look() {
        try {
            if (repository instanceof GitModels git) {
                String commit = git.currentCommit();
                return commit.equals(seen) ? LookOutcome.UNCHANGED : deploy(commit);
            }
            return LookOutcome.UNCHANGED;
        } catch (ActionableException e) {
            log.warn("It cannot be told whether there is a new revision: {}. {}", e.getMessage(), e.action());
        } catch (RuntimeException | Error e) {
            // Polling must go on.
            log.error("It cannot be told whether there is a new revision, by a defect", e);
        }
        return LookOutcome.FAILED;
    }

    private LookOutcome deploy(String commit) {
        try {
            Deployment deployment = deployer.deploy(null);
            seen = commit;
            audit.record(
                    action(commit),
                    true,
                    "serving %s".formatted(deployment.revision().version()));
            return LookOutcome.DEPLOYED;
        } catch (DeploymentInProgressException e) {
            log.debug("{} waits: {}", commit, e.getMessage());
            return LookOutcome.BUSY;
        } catch (DeploymentAbortedException e) {
            // Somebody has decided against it.
            seen = commit;
            audit.record(action(commit), false, String.valueOf(e.getMessage()));
            return LookOutcome.REFUSED;
        } catch (ActionableException e) {
            audit.record(action(commit), false, String.valueOf(e.getMessage()));
            if (!e.blame().isFinal()) {
                return LookOutcome.FAILED;
            }
            seen = commit;
            return LookOutcome.REFUSED;
        }
    }

    private static String action(String commit) {
        return "deploy " + commit;
    }

    @Override
    public void close() {
        ScheduledFuture<?> planned = next;
        if (planned != null) {
            planned.cancel(true);
        }
        scheduler.close();
    }
}
