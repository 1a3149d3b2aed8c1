package dev.etiqueta.deployment;

import org.jspecify.annotations.Nullable;

/**
 * What serves.
 *
 * @param current serves now
 * @param previous what a rollback would serve; null where nothing served before
 * @param lastFailure the last deployment that failed; null where none has
 * @param degraded whether the last deployment failed, so that something else serves than somebody wants
 */
public record DeploymentStatus(
        Deployment current,
        @Nullable Deployment previous,
        @Nullable FailedDeployment lastFailure,
        boolean degraded) {}
