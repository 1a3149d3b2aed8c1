package dev.etiqueta.deployment;

import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.ModelInfo;
import java.time.Duration;

/** Is told how loads of models end, at the start too, and how deployments do. */
public interface DeploymentObserver {

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

    /** Other models serve now. */
    void succeeded(Deployment deployment, Duration took);

    /** Nothing has changed. */
    void failed(FailedDeployment failure, Duration took);
}
