package dev.etiqueta.monitoring;

import dev.etiqueta.drift.ImageStatistics;
import dev.etiqueta.model.Batch;
import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.ModelObserver;
import dev.etiqueta.model.Prediction;
import dev.etiqueta.model.PredictionObserver;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/**
 * How far scores and images are from those of the evaluation that the card records: {@code model.drift.psi}, {@code
 * model.drift.js} and {@code model.drift.fill}, tagged with {@code model}, {@code version} and {@code feature}; and of
 * the images what they are like, {@code model.input.mean}, {@code model.input.deviation} and {@code model.input.ink}.
 * A feature has meters if the card has a histogram of it.
 */
class DriftMeters implements ModelObserver, PredictionObserver {

    private final ServedVersions<ModelDrift> versions;

    DriftMeters(MeterRegistry registry) {
        versions = new ServedVersions<>(model -> new ModelDrift(registry, model), ModelDrift::remove);
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
    public void predicted(ModelId model, List<? extends Prediction> predictions, long nanoseconds) {
        ModelDrift drift = versions.find(model);
        if (drift != null) {
            for (Prediction prediction : predictions) {
                if (prediction instanceof Prediction.Label label) {
                    drift.record(Feature.SCORE, label.score());
                }
            }
        }
    }

    @Override
    public void answered(ModelId model, Batch batch) {
        ModelDrift drift = versions.find(model);
        if (drift == null || !batch.holdsImages() || !drift.watchesImages()) {
            return;
        }
        for (int i = 0; i < batch.size(); i++) {
            ImageStatistics image = ImageStatistics.of(batch.pixels(i));
            drift.record(Feature.MEAN, image.mean());
            drift.record(Feature.DEVIATION, image.deviation());
            drift.record(Feature.INK, image.ink());
        }
    }
}
