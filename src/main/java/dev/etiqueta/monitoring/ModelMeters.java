package dev.etiqueta.monitoring;

import dev.etiqueta.model.ModelCard;
import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.ModelObserver;
import dev.etiqueta.model.Prediction;
import dev.etiqueta.model.PredictionObserver;
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
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How long models take and what they say: {@code model.queue}, {@code model.inference}, {@code model.predictions},
 * {@code model.score} and {@code model.margin}, tagged with {@code model} and {@code version}. The labels of a card are all there from the start,
 * so that a rate over them never starts from nothing, and no other string becomes a tag.
 */
class ModelMeters implements ModelObserver, PredictionObserver {

    /** The scores, as the Prometheus client calls them. */
    static final String SCORE = "model_score";

    /** Upper bounds of the score's buckets. */
    static final int SCORE_BUCKETS = 20;

    /** Upper bounds of the margin's buckets: finer where answers are near to being others. */
    static final double[] MARGIN_BOUNDS = {0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1};

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
     * @param prometheus where scores and margins are counted: Micrometer's own histograms round them up to whole numbers
     */
    ModelMeters(MeterRegistry registry, PrometheusRegistry prometheus) {
        Shares scores = new Shares(
                prometheus,
                SCORE,
                "Probability of the positive label, or of the top label where there are many",
                IntStream.rangeClosed(1, SCORE_BUCKETS).mapToDouble(bucket -> (double) bucket / SCORE_BUCKETS));
        Shares margins = new Shares(
                prometheus,
                "model_margin",
                "Distance of the score to where the label changes: the threshold, or the second label's probability",
                DoubleStream.of(MARGIN_BOUNDS));
        versions = new ServedVersions<>(
                model -> new Meters(registry, scores, margins, model), old -> old.removeFrom(registry));
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

    /** A histogram of numbers of 0 to 1, of all models. */
    private record Shares(Histogram histogram) {

        Shares(PrometheusRegistry prometheus, String name, String help, DoubleStream bounds) {
            this(Histogram.builder()
                    .name(name)
                    .help(help)
                    .labelNames("model", "version")
                    .classicOnly()
                    .withoutExemplars()
                    .classicUpperBounds(bounds.toArray())
                    .register(prometheus));
        }

        DistributionDataPoint of(ModelId model) {
            return histogram.labelValues(model.name(), model.version());
        }

        void remove(ModelId model) {
            histogram.remove(model.name(), model.version());
        }
    }

    /** The meters of one model, found once. */
    private static final class Meters {

        private final Timer queue;
        private final Timer inference;
        private final Shares scores;
        private final Shares margins;
        private final DistributionDataPoint score;
        private final DistributionDataPoint margin;
        private final Map<String, Counter> predictions;
        private final ModelId model;

        Meters(MeterRegistry registry, Shares scores, Shares margins, ModelInfo model) {
            Tags tags =
                    Tags.of("model", model.id().name(), "version", model.id().version());
            queue = timer(registry, "queue", tags, "Wait of one request for its turn to run the model");
            inference = timer(
                    registry,
                    "inference",
                    tags,
                    "Time of the ONNX runtime for one request, whatever the number of its instances");
            this.model = model.id();
            ModelCard card = model.card();
            List<String> labels = card == null ? List.of() : card.labels();
            this.scores = scores;
            this.margins = margins;
            score = scores.of(model.id());
            margin = margins.of(model.id());
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

        void removeFrom(MeterRegistry registry) {
            registry.remove(queue);
            registry.remove(inference);
            predictions.values().forEach(registry::remove);
            scores.remove(model);
            margins.remove(model);
        }

        void record(List<? extends Prediction> answer, long nanoseconds) {
            inference.record(nanoseconds, TimeUnit.NANOSECONDS);
            for (Prediction prediction : answer) {
                if (prediction instanceof Prediction.Label label) {
                    score.observe(label.score());
                    margin.observe(label.margin());
                    Counter counter = predictions.get(label.label());
                    if (counter != null) {
                        counter.increment();
                    }
                }
            }
        }
    }
}
