package dev.etiqueta.monitoring;

import dev.etiqueta.deployment.Deployer;
import dev.etiqueta.deployment.Deployment;
import dev.etiqueta.deployment.DeploymentObserver;
import dev.etiqueta.deployment.FailedDeployment;
import dev.etiqueta.deployment.Revision;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.ModelService;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;

/**
 * What serves: {@code model.deployed}, which is 1 for each served model and tagged with what tells which one it is,
 * {@code model.golden.deviation}, {@code model.failed}, {@code model.requests.active}, and {@code model.queue.depth}.
 */
class ServingMeters implements DeploymentObserver, ApplicationListener<ApplicationStartedEvent> {

    private final MeterRegistry registry;
    private final MultiGauge info;
    private final MultiGauge deviation;

    ServingMeters(MeterRegistry registry) {
        this.registry = registry;
        this.info = MultiGauge.builder("model.deployed")
                .description("Which models serve: always 1")
                .register(registry);
        this.deviation = MultiGauge.builder("model.golden.deviation")
                .description("Largest difference between what a golden example records and what came out at the load")
                .register(registry);
    }

    @Override
    public void onApplicationEvent(ApplicationStartedEvent event) {
        ModelService models = event.getApplicationContext().getBean(ModelService.class);
        Gauge.builder("model.failed", models, all -> all.failed().size())
                .description("Models of the revision that cannot be served")
                .register(registry);
        Gauge.builder("model.requests.active", models, ModelService::activeRequests)
                .description("Requests that the models which serve are answering now")
                .register(registry);
        Gauge.builder("model.queue.depth", models, ModelService::queuedRequests)
                .description("Requests that wait for their turn to run a model now")
                .register(registry);
        show(event.getApplicationContext().getBean(Deployer.class).status().current());
    }

    @Override
    public void succeeded(Deployment deployment, Duration took) {
        show(deployment);
    }

    @Override
    public void failed(FailedDeployment failure, Duration took) {}

    private void show(Deployment deployment) {
        List<Row<?>> infos = new ArrayList<>();
        List<Row<?>> deviations = new ArrayList<>();
        for (ModelInfo model : deployment.models()) {
            Tags tags =
                    Tags.of("model", model.id().name(), "version", model.id().version());
            infos.add(Row.of(tags.and(identity(deployment.revision(), model)), 1));
            if (model.proof() != null) {
                deviations.add(Row.of(tags, model.proof().maxDeviation()));
            }
        }
        info.register(infos, true);
        deviation.register(deviations, true);
    }

    private static Tags identity(Revision revision, ModelInfo model) {
        return Tags.of(
                "tag", orEmpty(revision.tag()),
                "commit", orEmpty(revision.commit()),
                "digest", model.id().digest());
    }

    /** Prometheus takes an empty label for none, and needs the same labels on all. */
    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
