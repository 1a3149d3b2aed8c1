package dev.etiqueta.grpc;

import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationListener;

/** Says by {@code grpc.health.v1} what readiness says, in the moment it does. */
final class GrpcHealth implements ApplicationListener<AvailabilityChangeEvent<ReadinessState>> {

    private final HealthStatusManager manager;

    GrpcHealth(HealthStatusManager manager) {
        this.manager = manager;
        set(ServingStatus.NOT_SERVING);
    }

    @Override
    public void onApplicationEvent(AvailabilityChangeEvent<ReadinessState> event) {
        set(event.getState() == ReadinessState.ACCEPTING_TRAFFIC ? ServingStatus.SERVING : ServingStatus.NOT_SERVING);
    }

    private void set(ServingStatus status) {
        manager.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
        manager.setStatus(InferenceGrpcService.NAME, status);
    }
}
