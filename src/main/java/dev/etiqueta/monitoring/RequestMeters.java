package dev.etiqueta.monitoring;

import dev.etiqueta.image.ImageException;
import dev.etiqueta.image.ImageException.Reason;
import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.ModelObserver;
import dev.etiqueta.model.PredictionObserver;
import dev.etiqueta.request.ImageObserver;
import dev.etiqueta.request.Outcome;
import dev.etiqueta.request.Protocol;
import dev.etiqueta.request.RequestObserver;
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
 * Requests, and what comes before the answer: {@code model.request}, {@code model.requests}, {@code model.decode},
 * {@code model.batch.size} and {@code model.images.refused}, tagged with {@code model} and {@code version}, the first also
 * with {@code outcome}, the second with {@code protocol}, and the last with {@code reason}.
 */
class RequestMeters implements ModelObserver, PredictionObserver, ImageObserver, RequestObserver {

    static final String REQUEST = "model.request";

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

    @Override
    public void answered(ModelId model, Protocol protocol, Outcome outcome, long nanoseconds) {
        Meters known = versions.find(model);
        if (known != null) {
            known.requests(outcome).record(nanoseconds, TimeUnit.NANOSECONDS);
            known.requests(protocol).increment();
        }
    }

    /** The meters of one model. All that may happen is there from the start, so that no rate starts from nothing. */
    private static final class Meters {

        private final Map<Outcome, Timer> requests;
        private final Map<Protocol, Counter> protocols;
        private final Timer decode;
        private final DistributionSummary batchSize;
        private final Map<Reason, Counter> refused;

        Meters(MeterRegistry registry, ModelInfo model) {
            Tags tags =
                    Tags.of("model", model.id().name(), "version", model.id().version());
            String request = "Time of a request that has reached a model, from its headers to its answer";
            requests = each(
                    Outcome.values(),
                    outcome -> timer(registry, REQUEST, request, tags.and("outcome", outcome.toString())));
            protocols = each(Protocol.values(), protocol -> Counter.builder("model.requests")
                    .description("Requests that have reached a model")
                    .tags(tags.and("protocol", protocol.toString()))
                    .register(registry));
            decode = timer(
                    registry,
                    "model.decode",
                    "Time to receive, decode and bring into form the instances of a request",
                    tags);
            batchSize = DistributionSummary.builder("model.batch.size")
                    .description("Images or instances of a request")
                    .tags(tags)
                    .serviceLevelObjectives(BATCH_SIZES)
                    .register(registry);
            refused = each(Reason.values(), reason -> Counter.builder("model.images.refused")
                    .description("Images that were refused, and their requests with them")
                    .tags(tags.and("reason", reason.name().toLowerCase(Locale.ROOT)))
                    .register(registry));
        }

        private static <K extends Enum<K>, M> Map<K, M> each(K[] all, Function<K, M> meter) {
            return Arrays.stream(all).collect(Collectors.toMap(Function.identity(), meter));
        }

        private static Timer timer(MeterRegistry registry, String name, String description, Tags tags) {
            return Timer.builder(name)
                    .description(description)
                    .tags(tags)
                    .serviceLevelObjectives(ModelMeters.TIME_BOUNDS)
                    .register(registry);
        }

        Timer requests(Outcome outcome) {
            return Objects.requireNonNull(requests.get(outcome));
        }

        Counter requests(Protocol protocol) {
            return Objects.requireNonNull(protocols.get(protocol));
        }

        Counter refused(Reason reason) {
            return Objects.requireNonNull(refused.get(reason));
        }

        void removeFrom(MeterRegistry registry) {
            List.<Meter>of(decode, batchSize).forEach(registry::remove);
            requests.values().forEach(registry::remove);
            protocols.values().forEach(registry::remove);
            refused.values().forEach(registry::remove);
        }
    }
}
