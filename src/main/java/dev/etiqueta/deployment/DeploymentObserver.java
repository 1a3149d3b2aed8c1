package dev.etiqueta.deployment;

import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.ModelInfo;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Is told of deployments, of each from its begin to its end on one thread, and never of two at a time; and of how the
 * loads of models end, at the start too.
 */
public interface DeploymentObserver {

    /**
     * One begins.
     *
     * @param revision as it was asked for; null for the configured one
     */
    default void began(@Nullable String revision) {}

    /** A step of it is done, or has failed. */
    default void ended(DeploymentStep step, Duration took) {}

    /**
     * A model has been read and verified, and has proved itself. It will serve if those beside it can.
     *
     * @param took all of that, without the time for it to arrive from a remote
     */
    default void loaded(ModelInfo model, Duration took) {}

    /**
     * A model cannot be served, and none of its revision will be.
     *
     * @param took until that was known
     */
    default void loadFailed(ModelId model, Duration took) {}

    /** It was looked whether there is a new revision, and perhaps it was deployed. */
    default void looked(LookOutcome outcome) {}

    /** Other models serve now. */
    void succeeded(Deployment deployment, Duration took);

    /** Nothing has changed. */
    void failed(FailedDeployment failure, Duration took);
}
