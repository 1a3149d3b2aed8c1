package dev.etiqueta.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;

/** What a model says of one instance. */
public sealed interface Prediction {

    /**
     * The answer of a model with a card.
     *
     * @param label one of the card's labels
     * @param probability of that label, 0 to 1
     * @param scores the probability of each label, in the card's order
     * @param score the probability of the positive label where there are two and one output, else of the top label
     * @param margin how far that is from giving another label: from the threshold, or from the second probability
     */
    record Label(
            String label,
            double probability,
            Map<String, Double> scores,
            @JsonIgnore double score,
            @JsonIgnore double margin)
            implements Prediction {

        /**
         * Copies the probability of each label, in the card's order, and makes no objects on the way.
         *
         * @param from index of the first one in the target
         */
        public void copyScores(float[] target, int from) {
            if (scores instanceof Scores made) {
                made.copyTo(target, from);
                return;
            }
            int next = from;
            for (double probability : scores.values()) {
                target[next++] = (float) probability;
            }
        }
    }

    /**
     * The answer of a model without a card.
     *
     * @param value one output's nested arrays; of several outputs a map by name
     */
    record Raw(@JsonValue Object value) implements Prediction {}
}
