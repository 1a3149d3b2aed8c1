package dev.etiqueta.monitoring;

import dev.etiqueta.model.ModelCard;
import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.ModelObserver;
import dev.etiqueta.model.Prediction;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How long models take and what they say: {@code model.queue}, {@code model.inference}, {@code model.predictions} and
 * {@code model.score}, tagged with {@code model} and {@code version}. The labels of a card are all there from the start, so that a rate over
 * them never starts from nothing, and no other string becomes a tag.
 */
class ModelMeters implements ModelObserver {

    /** Upper bounds of the score's buckets. */
    static final int SCORE_BUCKETS = 20;

    /** From what a small model takes to what nobody should wait for. */
    static final Duration[] TIME_BOUNDS = IntStream.of(
                    10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000,
                    1_000_000)
            .mapToObj(micros -> Duration.of(micros, ChronoUnit.MICROS))
            .toArray(Duration[]::new);

    private final ServedVersions<Meters> versions;

    /**
     * Registers the meters that all models share.
     *
     * @param prometheus where the scores are counted: Micrometer's own histograms round them up to whole numbers
     */
    ModelMeters(MeterRegistry registry, PrometheusRegistry prometheus) {
        Histogram scores = Histogram.builder()
                .name("model_score")
                .help("Probability of the positive label, or of the top label where there are many")
                .labelNames("model", "version")
                .classicOnly()
                .withoutExemplars()
                .classicUpperBounds(IntStream.rangeClosed(1, SCORE_BUCKETS)
                        .mapToDouble(bucket -> (double) bucket / SCORE_BUCKETS)
                        .toArray())
                .register(prometheus);
        versions = new ServedVersions<>(
                model -> new Meters(registry, scores, model), old -> old.removeFrom(registry, scores));
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
    public void queued(ModelId model, long nanoseconds) {
        Meters known = versions.find(model);
        if (known != null) {
            known.queue.record(nanoseconds, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void predicted(ModelId model, List<? extends Prediction> predictions, long nanoseconds) {
        Meters known = versions.find(model);
        if (known != null) {
            known.record(predictions, nanoseconds);
        }
    }

    /** The meters of one model, found once. */
    private static final class Meters {

        private final Timer queue;
        private final Timer inference;
        private final DistributionDataPoint score;
        private final Map<String, Counter> predictions;
        private final ModelId model;

        Meters(MeterRegistry registry, Histogram scores, ModelInfo model) {
            Tags tags =
                    Tags.of("model", model.id().name(), "version", model.id().version());
            queue = timer(registry, "queue", tags, "Wait of one request for a processor to run the model on");
            inference = timer(
                    registry,
                    "inference",
                    tags,
                    "Time of the ONNX runtime for one request, whatever the number of its instances");
            this.model = model.id();
            ModelCard card = model.card();
            List<String> labels = card == null ? List.of() : card.labels();
            score = scores.labelValues(model.id().name(), model.id().version());
            predictions = labels.stream()
                    .collect(Collectors.toMap(Function.identity(), label -> Counter.builder("model.predictions")
                            .description("Predictions by label")
                            .tags(tags.and("label", label))
                            .register(registry)));
        }

        private static Timer timer(MeterRegistry registry, String stage, Tags tags, String description) {
            return Timer.builder("model." + stage)
                    .description(description)
                    .tags(tags)
                    .serviceLevelObjectives(TIME_BOUNDS)
                    .register(registry);
        }

        void removeFrom(MeterRegistry registry, Histogram scores) {
            registry.remove(queue);
            registry.remove(inference);
            predictions.values().forEach(registry::remove);
            scores.remove(model.name(), model.version());
        }

        void record(List<? extends Prediction> answer, long nanoseconds) {
            inference.record(nanoseconds, TimeUnit.NANOSECONDS);
            for (Prediction prediction : answer) {
                if (prediction instanceof Prediction.Label label) {
                    score.observe(label.score());
                    Counter counter = predictions.get(label.label());
                    if (counter != null) {
                        counter.increment();
                    }
                }
            }
        }
    }
}
