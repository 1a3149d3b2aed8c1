package dev.etiqueta.feedback;

import dev.etiqueta.model.ModelId;
import java.util.List;

/** What became of a feedback. */
public sealed interface FeedbackResult {

    /**
     * It counts.
     *
     * @param model the one that predicted, in the version of then
     * @param predicted the label that it gave
     * @param label the true one
     * @param probability that the model gave to the true one, 0 to 1
     */
    record Counted(ModelId model, String predicted, String label, double probability) implements FeedbackResult {

        public boolean right() {
            return predicted.equals(label);
        }
    }

    /** No prediction is known by this id and index: there was none, or it had to make room for newer ones. */
    record Unknown() implements FeedbackResult {}

    /** The prediction is older than one is remembered. */
    record Expired() implements FeedbackResult {}

    /** The true label was said already. */
    record Doubled() implements FeedbackResult {}

    /** The prediction is another model's. */
    record OfAnotherModel(String model) implements FeedbackResult {}

    /** The request had several instances, and it was not said, or not among them, which is meant. */
    record NoSuchInstance(int instances) implements FeedbackResult {}

    /** The model that predicted does not have this label. */
    record UnknownLabel(List<String> labels) implements FeedbackResult {}
}
