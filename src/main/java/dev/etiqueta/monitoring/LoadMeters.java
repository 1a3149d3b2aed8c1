package dev.etiqueta.monitoring;

import dev.etiqueta.deployment.Deployment;
import dev.etiqueta.deployment.DeploymentObserver;
import dev.etiqueta.deployment.FailedDeployment;
import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.ModelObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How loads of single models end, and how long they take: {@code model.load}, tagged with {@code model}, {@code version}
 * and {@code outcome}. A success counts when the model begins to serve; of the failures there is the last model's only.
 */
class LoadMeters implements DeploymentObserver, ModelObserver {

    private final MeterRegistry registry;
    private final ServedVersions<Timer> versions;

    /** What has been loaded and does not serve yet, all of one version. */
    private final Map<ModelId, Duration> loaded = new ConcurrentHashMap<>();

    private @Nullable Timer failure;

    LoadMeters(MeterRegistry registry) {
        this.registry = registry;
        this.versions = new ServedVersions<>(model -> timer(model.id(), "success"), registry::remove);
    }

    private Timer timer(ModelId model, String outcome) {
        return Timer.builder("model.load")
                .description(
                        "Time to read, verify, load, prove and warm up a model, or to find that it cannot be served")
                .tags("model", model.name(), "version", model.version(), "outcome", outcome)
                .register(registry);
    }

    @Override
    public void loaded(ModelInfo model, Duration took) {
        loaded.keySet().removeIf(id -> !id.version().equals(model.id().version()));
        loaded.put(model.id(), took);
    }

    @Override
    public synchronized void loadFailed(ModelId model, Duration took) {
        Timer last = failure;
        failure = timer(model, "failure");
        if (last != null && !last.equals(failure)) {
            registry.remove(last);
        }
        failure.record(took);
    }

    @Override
    public void opened(ModelInfo model) {
        versions.opened(model);
        Duration took = loaded.remove(model.id());
        Timer timer = versions.find(model.id());
        if (took != null && timer != null) {
            timer.record(took);
        }
    }

    @Override
    public void closed(ModelInfo model) {
        versions.closed(model);
    }

    /** What {@link DeploymentMeters} counts. */
    @Override
    public void succeeded(Deployment deployment, Duration took) {}

    /** What {@link DeploymentMeters} counts. */
    @Override
    public void failed(FailedDeployment failure, Duration took) {}
}
