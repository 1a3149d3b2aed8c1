package dev.etiqueta.feedback;

import dev.etiqueta.model.Answer;
import dev.etiqueta.model.ModelCard;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Remembers what was predicted, and tells the observers how it turned out. */
public final class FeedbackService {

    private final PredictionMemory memory;
    private final List<FeedbackObserver> observers;

    FeedbackService(PredictionMemory memory, List<FeedbackObserver> observers) {
        this.memory = memory;
        this.observers = List.copyOf(observers);
    }

    /** Whether nothing is remembered, so that there can be no feedback. */
    public boolean isOff() {
        return memory.isOff();
    }

    /**
     * Remembers the predictions of a request.
     *
     * @param wanted the id to use; null for a random one, which is also taken if another answer is remembered by it
     * @return the id by which feedback can be given; null if none can, as for a model without labels
     */
    public @Nullable PredictionId remember(Answer answer, @Nullable PredictionId wanted) {
        return memory.isOff() ? null : memory.remember(answer, wanted);
    }

    /**
     * Takes the true label of a prediction. It counts once, for the version that predicted, whichever serves by now; and once
     * more from somebody who is known, where somebody who is not has spoken before.
     *
     * @param model the name of the model that is said to have predicted
     */
    public FeedbackResult give(String model, Feedback feedback) {
        int index = Objects.requireNonNullElse(feedback.index(), 0);
        RememberedPrediction prediction = memory.find(feedback.id(), index);
        if (prediction == null) {
            return missing(model, feedback);
        }
        if (memory.isExpired(prediction)) {
            return new FeedbackResult.Expired();
        }
        String actual = prediction.model().id().name();
        if (!actual.equals(model)) {
            return new FeedbackResult.OfAnotherModel(actual);
        }
        if (feedback.index() == null && prediction.instances() > 1) {
            return new FeedbackResult.NoSuchInstance(prediction.instances());
        }
        return settle(feedback, index, prediction);
    }

    /** An index beyond the request's instances is told apart from a prediction that was forgotten. */
    private FeedbackResult missing(String model, Feedback feedback) {
        RememberedPrediction first = memory.find(feedback.id(), 0);
        if (first == null
                || feedback.index() == null
                || memory.isExpired(first)
                || !first.model().id().name().equals(model)) {
            return new FeedbackResult.Unknown();
        }
        boolean among = feedback.index() >= 0 && feedback.index() < first.instances();
        return among ? new FeedbackResult.Unknown() : new FeedbackResult.NoSuchInstance(first.instances());
    }

    private FeedbackResult settle(Feedback feedback, int index, RememberedPrediction prediction) {
        ModelCard card = Objects.requireNonNull(prediction.model().card());
        int label = card.labels().indexOf(feedback.label());
        if (label < 0) {
            return new FeedbackResult.UnknownLabel(card.labels());
        }
        float probability = memory.settle(feedback.id(), index, label, feedback.authenticated());
        if (Float.isNaN(probability)) {
            return new FeedbackResult.Doubled();
        }
        var counted = new FeedbackResult.Counted(
                prediction.model().id(), card.labels().get(prediction.predicted()), feedback.label(), probability);
        observers.forEach(observer -> observer.counted(feedback, counted));
        return counted;
    }
}
