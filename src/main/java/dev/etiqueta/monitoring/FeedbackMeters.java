package dev.etiqueta.monitoring;

import dev.etiqueta.feedback.Feedback;
import dev.etiqueta.feedback.FeedbackObserver;
import dev.etiqueta.feedback.FeedbackResult;
import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.ModelObserver;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How right models are where they serve: {@code model.feedback}, {@code model.live.accuracy}, {@code
 * model.live.log_loss} and {@code model.live.confusion}, tagged with {@code model}, {@code version}, and {@code authenticated}: what
 * strangers say is counted apart, so that they move nothing that others go by. A card's labels are the only ones that
 * become tags.
 */
class FeedbackMeters implements ModelObserver, FeedbackObserver {

    /** Feedbacks of a version that the gauges look back on. */
    static final int WINDOW = 1_000;

    /** Beyond that many labels there is no confusion matrix: it would have a time series for each pair. */
    static final int MAX_CONFUSION_LABELS = 32;

    private final ServedVersions<Optional<Both>> models;

    FeedbackMeters(MeterRegistry registry) {
        this.models = new ServedVersions<>(
                model -> open(registry, model), meters -> meters.ifPresent(known -> known.removeFrom(registry)));
    }

    /** A model without labels gets no feedback; still its version may take the place of another. */
    private static Optional<Both> open(MeterRegistry registry, ModelInfo model) {
        return Optional.ofNullable(model.card())
                .map(card -> new Both(
                        new Meters(registry, model.id(), card.labels(), true),
                        new Meters(registry, model.id(), card.labels(), false)));
    }

    @Override
    public void opened(ModelInfo model) {
        models.opened(model);
    }

    @Override
    public void closed(ModelInfo model) {
        models.closed(model);
    }

    /** Of a version whose meters are gone there is nothing to count on. */
    @Override
    public void counted(Feedback feedback, FeedbackResult.Counted result) {
        Optional<Both> meters = models.find(result.model());
        if (meters != null) {
            meters.ifPresent(known -> known.of(feedback).count(result));
        }
    }

    /** The meters of one model, of feedback from those who are known and from those who are not. */
    private record Both(Meters authenticated, Meters open) {

        Meters of(Feedback feedback) {
            return feedback.authenticated() ? authenticated : open;
        }

        void removeFrom(MeterRegistry registry) {
            authenticated.removeFrom(registry);
            open.removeFrom(registry);
        }
    }

    /** The meters of one model and one kind of feedback. */
    private static final class Meters {

        private final List<Meter> all = new ArrayList<>();
        private final List<String> labels;
        private final FeedbackWindow window;
        private final Counter right;
        private final Counter wrong;

        Meters(MeterRegistry registry, ModelId model, List<String> labels, boolean authenticated) {
            this.labels = labels;
            boolean few = labels.size() <= MAX_CONFUSION_LABELS;
            window = new FeedbackWindow(WINDOW, few ? labels.size() : 0);
            Tags tags = Tags.of(
                    "model",
                    model.name(),
                    "version",
                    model.version(),
                    "authenticated",
                    Boolean.toString(authenticated));
            right = counter(registry, tags.and("outcome", "right"));
            wrong = counter(registry, tags.and("outcome", "wrong"));
            gauge(registry, "accuracy", tags, window::accuracy, "Share of right predictions, of the last feedbacks");
            gauge(registry, "log_loss", tags, window::logLoss, "Mean -ln p of the true label, of the last feedbacks");
            if (few) {
                addConfusion(registry, tags);
            }
        }

        private Counter counter(MeterRegistry registry, Tags tags) {
            Counter counter = Counter.builder("model.feedback")
                    .description("Predictions whose true label was said, by whether they were right")
                    .tags(tags)
                    .register(registry);
            all.add(counter);
            return counter;
        }

        private void addConfusion(MeterRegistry registry, Tags tags) {
            for (int i = 0; i < labels.size(); i++) {
                for (int j = 0; j < labels.size(); j++) {
                    int label = i;
                    int predicted = j;
                    gauge(
                            registry,
                            "confusion",
                            tags.and("label", labels.get(label), "predicted", labels.get(predicted)),
                            () -> window.confusion(label, predicted),
                            "The last feedbacks by true and by predicted label");
                }
            }
        }

        private void gauge(MeterRegistry registry, String name, Tags tags, Supplier<Number> value, String description) {
            // Where a tag was moved there is one of another model, which the registry would keep.
            registry.find("model.live." + name).tags(tags).gauges().forEach(registry::remove);
            all.add(Gauge.builder("model.live." + name, value)
                    .description(description)
                    .tags(tags)
                    .strongReference(true)
                    .register(registry));
        }

        void removeFrom(MeterRegistry registry) {
            all.forEach(registry::remove);
        }

        void count(FeedbackResult.Counted feedback) {
            int label = labels.indexOf(feedback.label());
            int predicted = labels.indexOf(feedback.predicted());
            // Both are there, unless a tag was moved to a file with other labels.
            if (label >= 0 && predicted >= 0) {
                (feedback.right() ? right : wrong).increment();
                window.add(label, predicted, feedback.probability());
            }
        }
    }
}
