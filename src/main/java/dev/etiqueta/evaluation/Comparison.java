package dev.etiqueta.evaluation;

import dev.etiqueta.evaluation.EvaluationReport.ClassReport;
import dev.etiqueta.evaluation.EvaluationReport.PredictedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Two models on the same images. Their labels may have different names: what counts is whether each is right.
 *
 * @param subject the evaluation of the model in question
 * @param against the evaluation that it is compared with
 * @param bothRight images that both models label right
 * @param onlySubjectRight images that the subject labels right and the other model wrong
 * @param onlyAgainstRight images that the other model labels right and the subject wrong
 * @param bothWrong images that neither model labels right
 * @param pValue the probability that two equally good models differ this much, or more, by chance: McNemar's exact test
 * @param verdict on the subject
 * @param differences the images that get different labels, without those that both models label right
 */
public record Comparison(
        EvaluationReport subject,
        EvaluationReport against,
        int bothRight,
        int onlySubjectRight,
        int onlyAgainstRight,
        int bothWrong,
        double pValue,
        Verdict verdict,
        List<Difference> differences) {

    /** Of equally good models one in twenty is held for better or worse. */
    private static final double SIGNIFICANCE = 0.05;

    /** The subject, as seen from the other model. */
    public enum Verdict {
        /** Right on more images, and by more than chance explains: p is below 0.05. */
        BETTER,
        /** Right on fewer images, and by more than chance explains: p is below 0.05. */
        WORSE,
        /** What there is may be chance. */
        NO_DIFFERENCE;

        private static Verdict of(int onlySubjectRight, int onlyAgainstRight, double pValue) {
            if (pValue >= SIGNIFICANCE) {
                return NO_DIFFERENCE;
            }
            return onlySubjectRight > onlyAgainstRight ? BETTER : WORSE;
        }
    }

    /**
     * An image on which the models disagree.
     *
     * @param image its file, or its position in one, counted from 0
     * @param expected its true label in the words of the subject's card
     * @param subject what the model in question says
     * @param against what the other model says
     */
    public record Difference(String image, String expected, Answer subject, Answer against) {}

    /**
     * What a model says of an image.
     *
     * @param label in the words of its card
     * @param probability of that label, 0 to 1
     */
    public record Answer(String label, double probability) {}

    public Comparison {
        differences = List.copyOf(differences);
    }

    /**
     * Compares two evaluations.
     *
     * @throws DataException if they are not of the same images in the same order
     */
    public static Comparison of(EvaluationReport subject, EvaluationReport against) {
        if (subject.predictions().size() != against.predictions().size()) {
            throw new DataException("only evaluations of the same images can be compared, found %d and %d images"
                    .formatted(
                            subject.predictions().size(), against.predictions().size()));
        }
        boolean sameLabels = labels(subject).equals(labels(against));
        int[] counts = new int[4];
        List<Difference> differences = new ArrayList<>();
        for (int i = 0; i < subject.predictions().size(); i++) {
            PredictedImage first = subject.predictions().get(i);
            PredictedImage second = against.predictions().get(i);
            requireSame(i, first, second, sameLabels);
            counts[(isRight(first) ? 0 : 2) + (isRight(second) ? 0 : 1)]++;
            if (differ(first, second)) {
                differences.add(new Difference(first.image(), first.expected(), answer(first), answer(second)));
            }
        }
        double pValue = McNemar.pValue(counts[1], counts[2]);
        Verdict verdict = Verdict.of(counts[1], counts[2], pValue);
        return new Comparison(
                subject, against, counts[0], counts[1], counts[2], counts[3], pValue, verdict, differences);
    }

    private static void requireSame(int index, PredictedImage first, PredictedImage second, boolean sameLabels) {
        if (!first.image().equals(second.image())) {
            throw new DataException(
                    "only evaluations of the same images can be compared, found '%s' and '%s' as image %d"
                            .formatted(first.image(), second.image(), index));
        }
        // Positions in different files are the same; their true labels hardly are.
        if (sameLabels && !first.expected().equals(second.expected())) {
            throw new DataException(
                    "only evaluations of the same images can be compared, found image '%s' as '%s' and '%s'"
                            .formatted(first.image(), first.expected(), second.expected()));
        }
    }

    private static List<String> labels(EvaluationReport report) {
        return report.classes().stream().map(ClassReport::label).toList();
    }

    /** Where both are right, different labels are two words for the same. */
    private static boolean differ(PredictedImage first, PredictedImage second) {
        return isRight(first) != isRight(second)
                || (!isRight(first) && !first.label().equals(second.label()));
    }

    private static boolean isRight(PredictedImage image) {
        return image.label().equals(image.expected());
    }

    private static Answer answer(PredictedImage image) {
        return new Answer(image.label(), image.probability());
    }
}
