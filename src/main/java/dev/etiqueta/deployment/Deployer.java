package dev.etiqueta.deployment;

import dev.etiqueta.failure.ActionableException;
import dev.etiqueta.failure.Blame;
import dev.etiqueta.model.ModelService;
import dev.etiqueta.model.UnknownModelException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces the models that serve. A deployment fetches a revision, verifies, loads and proves its models, and only then
 * lets them serve; if any of that fails, nothing has changed. One at a time.
 */
public final class Deployer {

    private static final Logger log = LoggerFactory.getLogger(Deployer.class);

    /** How a rollback is called where a revision has its name. */
    private static final String PREVIOUS = "the previous revision";

    /** How long a deployment may take to notice that it is aborted. */
    private static final Duration ABORTION = Duration.ofSeconds(10);

    private final ModelRepository repository;
    private final ModelService models;
    private final ModelLoader loader;
    private final Duration timeout;
    private final List<DeploymentObserver> observers;
    private final Clock clock;
    private final ReentrantLock busy = new ReentrantLock();
    private volatile @Nullable Attempt running;
    private volatile State state;
    private volatile boolean draining;

    /** What serves, with its files: the cache holds them for as long as a rollback may want them. */
    private record Served(Deployment deployment, Release release) {}

    /** One object, so that whoever asks sees what belongs together. */
    private record State(
            Served current,
            @Nullable Served previous,
            @Nullable FailedDeployment lastFailure,
            boolean degraded) {}

    /**
     * Takes over what serves.
     *
     * @param models serves the models of the release already
     * @param loader loads those of others
     * @param timeout of a deployment
     */
    Deployer(
            ModelRepository repository,
            Release release,
            ModelService models,
            ModelLoader loader,
            Duration timeout,
            List<DeploymentObserver> observers,
            Clock clock) {
        this.repository = repository;
        this.models = models;
        this.loader = loader;
        this.timeout = timeout;
        this.observers = List.copyOf(observers);
        this.clock = clock;
        this.state = new State(served(release), null, null, false);
        logServing(release.revision());
    }

    /** What serves now, what did before, and what failed last. */
    public DeploymentStatus status() {
        State now = state;
        return new DeploymentStatus(
                now.current().deployment(),
                now.previous() == null ? null : now.previous().deployment(),
                now.lastFailure(),
                now.degraded());
    }

    /**
     * Serves another revision.
     *
     * @param revision a tag, a branch, a commit or a pattern of tags; null for the configured one
     * @return what serves now; if that is the revision which served already, nothing has changed
     * @throws DeploymentInProgressException if another one is under way
     * @throws ActionableException if it fails; what served before goes on
     */
    public Deployment deploy(@Nullable String revision) {
        if (!busy.tryLock()) {
            throw new DeploymentInProgressException();
        }
        return alone(revision, attempt -> {
            State before = state;
            Optional<Release> fetched = inStep(
                    DeploymentStep.FETCH,
                    () -> attempt.call(
                            () -> repository.fetchOther(
                                    revision, before.current().deployment().revision()),
                            late -> late.ifPresent(Release::close)));
            if (fetched.isEmpty()) {
                return before.current();
            }
            Release release = fetched.get();
            try {
                return serve(attempt, release, () -> loader.load(release, attempt.deadline()), before.previous());
            } catch (RuntimeException | OutOfMemoryError e) {
                release.close();
                throw e;
            }
        });
    }

    /**
     * Serves again what served before, out of the cache. A deployment that is under way is aborted; where nothing served
     * before, that is all.
     *
     * @return what serves now
     * @throws DeploymentInProgressException if another rollback is under way
     * @throws ActionableException if nothing served before, or it fails; what served before goes on
     */
    public Deployment rollBack() {
        boolean aborted = abort("a rollback was asked for");
        lockWhenAborted();
        return alone(PREVIOUS, attempt -> {
            Served previous = state.previous();
            if (previous == null && aborted) {
                return state.current();
            }
            if (previous == null) {
                throw new DeploymentException("nothing served before", "Deploy the revision that is wanted.");
            }
            return serve(
                    attempt, previous.release(), () -> loader.reload(previous.release(), attempt.deadline()), null);
        });
    }

    private void lockWhenAborted() {
        try {
            if (!busy.tryLock(ABORTION.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DeploymentInProgressException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DrainingException();
        }
    }

    /** Aborts the deployment that is under way; false if there is none. */
    public boolean abort(String why) {
        Attempt attempt = running;
        if (attempt != null) {
            attempt.abort(new DeploymentAbortedException(why));
        }
        return attempt != null;
    }

    /** Begins no deployment any more, and ends the one that is under way: the service ends. */
    void drain() {
        draining = true;
        abort("the service is ending");
    }

    private Served serve(Attempt attempt, Release release, Supplier<LoadedModels> load, @Nullable Served forgotten) {
        LoadedModels loaded = inStep(DeploymentStep.LOAD, () -> attempt.call(load, LoadedModels::close));
        try {
            attempt.check();
            inStep(DeploymentStep.SWAP, () -> {
                models.replace(loaded.models().values(), loaded.failed());
                return loaded;
            });
        } catch (UnknownModelException e) {
            loaded.close();
            throw new DeploymentException(
                    Blame.CONTENT, "etiqueta.default-model: " + e.getMessage(), "Deploy a revision that has it.");
        } catch (ActionableException e) {
            loaded.close();
            throw e;
        }
        Served next = served(release);
        state = new State(next, state.current(), state.lastFailure(), false);
        if (forgotten != null) {
            forgotten.release().close();
        }
        return next;
    }

    private <T> T inStep(DeploymentStep step, Supplier<T> work) {
        Instant start = clock.instant();
        try {
            return work.get();
        } finally {
            observers.forEach(observer -> observer.ended(step, since(start)));
        }
    }

    private Served served(Release release) {
        return new Served(new Deployment(release.revision(), models.models(), clock.instant()), release);
    }

    /** Deploys with the lock, and gives it back. */
    private Deployment alone(@Nullable String revision, Function<Attempt, Served> work) {
        Instant start = clock.instant();
        Attempt attempt = new Attempt(timeout);
        try {
            running = attempt;
            if (draining) {
                throw new DrainingException();
            }
            observers.forEach(observer -> observer.began(revision));
            Deployment deployment = work.apply(attempt).deployment();
            State now = state;
            state = new State(now.current(), now.previous(), now.lastFailure(), false);
            logServing(deployment.revision());
            observers.forEach(observer -> observer.succeeded(deployment, since(start)));
            return deployment;
        } catch (DrainingException e) {
            throw e;
        } catch (ActionableException e) {
            fail(revision, e, start);
            throw e;
        } catch (OutOfMemoryError e) {
            ActionableException failure = new DeploymentException(
                    Blame.SERVICE,
                    "there is not enough memory for the models beside those that serve",
                    "Give the service more heap.");
            fail(revision, failure, start);
            throw failure;
        } catch (RuntimeException | Error e) {
            log.error("This is a defect", e);
            ActionableException failure =
                    new DeploymentException(Blame.SERVICE, "a defect of the service: " + e, "Report it, with the log.");
            fail(revision, failure, start);
            throw failure;
        } finally {
            running = null;
            busy.unlock();
        }
    }

    private void fail(@Nullable String revision, ActionableException e, Instant start) {
        FailedDeployment failure =
                new FailedDeployment(revision, String.valueOf(e.getMessage()), e.action(), clock.instant());
        State now = state;
        state = new State(now.current(), now.previous(), failure, true);
        DeploymentLog.with(
                        DeploymentLog.asked(log.atError(), revision),
                        now.current().deployment().revision())
                .log(
                        "Deployment of {} failed, {} goes on serving: {}. {}",
                        revision == null ? "the configured revision" : revision,
                        now.current().deployment().revision().version(),
                        failure.description(),
                        failure.action());
        observers.forEach(observer -> observer.failed(failure, since(start)));
    }

    private static void logServing(Revision revision) {
        DeploymentLog.with(log.atInfo(), revision).log("Serving {}", revision.version());
    }

    private Duration since(Instant start) {
        return Duration.between(start, clock.instant());
    }
}
