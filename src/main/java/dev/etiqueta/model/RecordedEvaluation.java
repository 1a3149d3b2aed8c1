package dev.etiqueta.model;

import java.util.List;

/**
 * How the training framework's model did on labelled data when it was exported.
 *
 * @param dataset what it was evaluated on
 * @param size instances, at least 1
 * @param accuracy share of the instances whose predicted label is the true one, 0 to 1
 * @param logLoss mean over the instances of the negative natural logarithm of the true label's probability
 * @param confusionMatrix instances by true label (rows) and predicted label (columns), in the order of the card's labels
 */
public record RecordedEvaluation(
        String dataset, int size, double accuracy, double logLoss, List<List<Integer>> confusionMatrix) {

    /** @throws IllegalArgumentException if the matrix does not count {@code size} instances */
    public RecordedEvaluation {
        confusionMatrix = confusionMatrix.stream().map(List::copyOf).toList();
        int counted = confusionMatrix.stream()
                .flatMap(List::stream)
                .mapToInt(Integer::intValue)
                .sum();
        if (counted != size) {
            throw new IllegalArgumentException(
                    "the evaluation's confusion matrix counts %d instances, its size is %d".formatted(counted, size));
        }
    }
}
