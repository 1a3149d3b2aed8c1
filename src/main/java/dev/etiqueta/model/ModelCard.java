package dev.etiqueta.model;

import dev.etiqueta.image.ImageContract;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a graph cannot say of itself.
 *
 * @param description one sentence
 * @param labels in the order of the outputs; of a single output the second is the one that its probability is of
 * @param activation what makes probabilities of the outputs
 * @param threshold of a single output: above it, the second label is given; between 0 and 1, 0.5 where absent
 * @param image the images that can be sent; null where only tensors can
 * @param evaluation how the model did when it was exported; null where that was not recorded
 * @param reference what its scores and the images looked like then; null where that was not recorded
 * @param golden examples that a loaded model must reproduce
 */
public record ModelCard(
        String description,
        List<String> labels,
        Activation activation,
        double threshold,
        @Nullable ImageContract image,
        @Nullable RecordedEvaluation evaluation,
        @Nullable Reference reference,
        List<GoldenExample> golden) {

    /** @throws IllegalArgumentException if the parts contradict each other */
    public ModelCard {
        labels = List.copyOf(labels);
        golden = List.copyOf(golden);
        require(labels.size() >= 2, "a card needs two labels or more, found %s", labels);
        require(new HashSet<>(labels).size() == labels.size(), "a label stands twice among %s", labels);
        require(
                activation != Activation.SIGMOID || labels.size() == 2,
                "a sigmoid tells two labels apart, found %s",
                labels);
        require(threshold > 0 && threshold < 1, "the threshold is between 0 and 1, found %s", threshold);
        if (evaluation != null) {
            int rows = evaluation.confusionMatrix().size();
            boolean square = rows == labels.size()
                    && evaluation.confusionMatrix().stream().allMatch(row -> row.size() == rows);
            require(square, "the confusion matrix has a row and a column for each of the labels %s", labels);
        }
        for (GoldenExample example : golden) {
            require(
                    labels.contains(example.label()),
                    "a golden example has the label '%s', which is none",
                    example.label());
        }
    }

    private static void require(boolean condition, String message, Object found) {
        if (!condition) {
            throw new IllegalArgumentException(message.formatted(found));
        }
    }
}
