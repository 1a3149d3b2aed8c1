package dev.etiqueta.evaluation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.RecordedEvaluation;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How a model did on labelled images.
 *
 * @param model which one
 * @param size images
 * @param accuracy share of the images whose predicted label is the true one, 0 to 1
 * @param logLoss mean over the images of the negative natural logarithm of the true label's probability
 * @param classes precision and recall, in the order of the card's labels
 * @param confusionMatrix images by true label (rows) and predicted label (columns), in the order of the card's labels
 * @param imagesPerSecond decoding and inference together
 * @param recorded what the card says; null where it says nothing
 * @param verdict the two compared
 * @param predictions image by image, in the order of the data
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EvaluationReport(
        ModelId model,
        int size,
        double accuracy,
        double logLoss,
        List<ClassReport> classes,
        List<List<Integer>> confusionMatrix,
        double imagesPerSecond,
        @Nullable RecordedEvaluation recorded,
        Verdict verdict,
        List<PredictedImage> predictions) {

    /**
     * One label.
     *
     * @param precision share of the images given this label that have it; NaN where none was given it
     * @param recall share of the images that have this label that were given it; NaN where none has it
     * @param support images that have it
     */
    public record ClassReport(String label, double precision, double recall, int support) {}

    /**
     * One image.
     *
     * @param image its file, or its position in one, counted from 0
     * @param expected its true label in the words of the card
     * @param label what the model says
     * @param probability of the label that the model says
     * @param outputs of the graph, before the activation
     */
    public record PredictedImage(
            String image, String expected, String label, double probability, List<Float> outputs) {}

    /** An evaluation compared with the one in the card. */
    public enum Verdict {
        /** The same confusion matrix, and the same log loss. */
        EQUAL,
        /** Not the same, and no worse. */
        NOT_WORSE,
        /** A lower accuracy, or the same one with a higher log loss. */
        WORSE,
        /** The card records no evaluation. */
        NOTHING_RECORDED;

        /** Other builds of the runtime move the last digits. */
        private static final double TOLERANCE = 1e-6;

        static Verdict of(
                double accuracy, double logLoss, List<List<Integer>> matrix, @Nullable RecordedEvaluation recorded) {
            if (recorded == null) {
                return NOTHING_RECORDED;
            }
            double moreAccurate = accuracy - recorded.accuracy();
            double moreLoss = logLoss - recorded.logLoss();
            if (matrix.equals(recorded.confusionMatrix()) && Math.abs(moreLoss) <= TOLERANCE) {
                return EQUAL;
            }
            boolean worse = moreAccurate < -TOLERANCE || (Math.abs(moreAccurate) <= TOLERANCE && moreLoss > TOLERANCE);
            return worse ? WORSE : NOT_WORSE;
        }
    }

    static List<ClassReport> classes(List<String> labels, List<List<Integer>> matrix) {
        return IntStream.range(0, labels.size())
                .mapToObj(i -> {
                    int right = matrix.get(i).get(i);
                    int given = matrix.stream().mapToInt(row -> row.get(i)).sum();
                    int have =
                            matrix.get(i).stream().mapToInt(Integer::intValue).sum();
                    return new ClassReport(labels.get(i), (double) right / given, (double) right / have, have);
                })
                .toList();
    }
}
