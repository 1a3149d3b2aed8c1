package dev.etiqueta.monitoring;

import dev.etiqueta.drift.Drift;
import dev.etiqueta.drift.Histogram;
import dev.etiqueta.model.ModelCard;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.Reference;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The drift of one model's features, and its gauges. They are NaN while there is nothing to say. */
final class ModelDrift {

    private final MeterRegistry registry;
    private final Map<Feature, Drift> features = new EnumMap<>(Feature.class);
    private final List<Gauge> gauges = new ArrayList<>();
    private boolean watchesImages;

    /** Registers the gauges of all features that the model's card has a reference of. */
    ModelDrift(MeterRegistry registry, ModelInfo model) {
        this.registry = registry;
        ModelCard card = model.card();
        Reference reference = card == null ? null : card.reference();
        if (card == null || reference == null) {
            return;
        }
        Tags tags = Tags.of("model", model.id().name(), "version", model.id().version());
        for (Feature feature : Feature.values()) {
            List<Integer> histogram = feature.histogram(reference);
            if (histogram != null && (!feature.isInput() || card.image() != null)) {
                Drift drift = new Drift(Histogram.of(histogram));
                features.put(feature, drift);
                watch(drift, tags.and("feature", feature.tag()));
                if (feature.isInput()) {
                    watchesImages = true;
                    gauge(
                            "model.input." + feature.tag(),
                            "Mean of the images' %s over the window; samples are 0 to 1".formatted(feature.tag()),
                            tags,
                            drift,
                            window -> window.mean().orElse(Double.NaN));
                }
            }
        }
    }

    private void watch(Drift drift, Tags tags) {
        gauge(
                "model.drift.psi",
                "Population stability index of the window to the card's reference; NaN for fewer than %d values"
                        .formatted(Drift.ENOUGH),
                tags,
                drift,
                window -> window.populationStabilityIndex().orElse(Double.NaN));
        gauge(
                "model.drift.js",
                "Jensen-Shannon distance of the window to the card's reference; NaN for fewer than %d values"
                        .formatted(Drift.ENOUGH),
                tags,
                drift,
                window -> window.jensenShannonDistance().orElse(Double.NaN));
        gauge(
                "model.drift.fill",
                "Values in the window, of the %,d of the last %d minutes that it holds"
                        .formatted(Drift.CAPACITY, Drift.AGE.toMinutes()),
                tags,
                drift,
                Drift::fill);
    }

    private void gauge(String name, String description, Tags tags, Drift drift, ToDoubleFunction<Drift> value) {
        // Where a tag was moved there is one of another model, which the registry would keep.
        registry.find(name).tags(tags).gauges().forEach(registry::remove);
        gauges.add(Gauge.builder(name, drift, value)
                .description(description)
                .tags(tags)
                .register(registry));
    }

    void remove() {
        gauges.forEach(registry::remove);
    }

    boolean watchesImages() {
        return watchesImages;
    }

    /** Adds a value to a feature's window, if that is watched. */
    void record(Feature feature, double value) {
        Drift drift = features.get(feature);
        if (drift != null) {
            drift.record(value);
        }
    }
}
