package dev.etiqueta.monitoring;

import dev.etiqueta.image.ImageException;
import dev.etiqueta.image.ImageException.Reason;
import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.ModelObserver;
import dev.etiqueta.model.Prediction;
import dev.etiqueta.web.ImageObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What comes before the answer: {@code model.decode}, {@code model.batch.size} and {@code model.images.refused}, tagged
 * with {@code model} and {@code version}, and the latter with {@code reason}.
 */
class RequestMeters implements ModelObserver, ImageObserver {

    private static final double[] BATCH_SIZES = {1, 2, 4, 8, 16, 32, 64, 128, 256};

    private final ServedVersions<Meters> versions;

    RequestMeters(MeterRegistry registry) {
        versions = new ServedVersions<>(model -> new Meters(registry, model), old -> old.removeFrom(registry));
    }

    @Override
    public void opened(ModelInfo model) {
        versions.opened(model);
    }

    @Override
    public void closed(ModelInfo model) {
        versions.closed(model);
    }

    @Override
    public void read(ModelId model, int instances, long nanoseconds) {
        Meters known = versions.find(model);
        if (known != null) {
            known.decode.record(nanoseconds, TimeUnit.NANOSECONDS);
            known.batchSize.record(instances);
        }
    }

    @Override
    public void refused(ModelId model, ImageException.Reason reason) {
        Meters known = versions.find(model);
        if (known != null) {
            known.refused(reason).increment();
        }
    }

    /** What {@link ModelMeters} counts. */
    @Override
    public void predicted(ModelId model, List<? extends Prediction> predictions, long nanoseconds) {}

    /** The meters of one model. All reasons are there from the start, so that a rate never starts from nothing. */
    private static final class Meters {

        private final Timer decode;
        private final DistributionSummary batchSize;
        private final Map<Reason, Counter> refused;

        Meters(MeterRegistry registry, ModelInfo model) {
            Tags tags =
                    Tags.of("model", model.id().name(), "version", model.id().version());
            decode = Timer.builder("model.decode")
                    .description("Time to receive, decode and bring into form the instances of a request")
                    .tags(tags)
                    .serviceLevelObjectives(ModelMeters.TIME_BOUNDS)
                    .register(registry);
            batchSize = DistributionSummary.builder("model.batch.size")
                    .description("Images or instances of a request")
                    .tags(tags)
                    .serviceLevelObjectives(BATCH_SIZES)
                    .register(registry);
            refused = Arrays.stream(Reason.values())
                    .collect(Collectors.toMap(Function.identity(), reason -> Counter.builder("model.images.refused")
                            .description("Images that were refused, and their requests with them")
                            .tags(tags.and("reason", reason.name().toLowerCase(Locale.ROOT)))
                            .register(registry)));
        }

        Counter refused(Reason reason) {
            return Objects.requireNonNull(refused.get(reason));
        }

        void removeFrom(MeterRegistry registry) {
            registry.remove((Meter) decode);
            registry.remove((Meter) batchSize);
            refused.values().forEach(registry::remove);
        }
    }
}
