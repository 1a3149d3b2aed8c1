package dev.etiqueta.deployment;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/** What serves as the endpoint shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StatusDescription(
        DeploymentDescription current,
        @Nullable DeploymentDescription previous,
        @Nullable FailedDeployment lastFailure) {

    static StatusDescription of(DeploymentStatus status) {
        return new StatusDescription(
                DeploymentDescription.of(status.current()),
                status.previous() == null ? null : DeploymentDescription.of(status.previous()),
                status.lastFailure());
    }
}
