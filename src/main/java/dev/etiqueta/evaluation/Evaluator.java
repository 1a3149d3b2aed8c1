package dev.etiqueta.evaluation;

import dev.etiqueta.evaluation.EvaluationReport.PredictedImage;
import dev.etiqueta.evaluation.EvaluationReport.Verdict;
import dev.etiqueta.model.Batch;
import dev.etiqueta.model.Model;
import dev.etiqueta.model.ModelCard;
import dev.etiqueta.model.Prediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.IntConsumer;

/** Runs a model over labelled images and counts. */
public final class Evaluator {

    /** Large enough that the calls do not count, small enough for any model's memory. */
    private static final int BATCH_SIZE = 64;

    /** Keeps the logarithm of a probability of 0 finite. */
    private static final double SMALLEST_PROBABILITY = 1e-15;

    private final Model model;
    private final ModelCard card;
    private final TrueLabels trueLabels;
    private final int[][] matrix;
    private final List<PredictedImage> predictions = new ArrayList<>();
    private double loss;

    private Evaluator(Model model, ModelCard card) {
        this.model = model;
        this.card = card;
        this.trueLabels = new TrueLabels(card);
        this.matrix = new int[card.labels().size()][card.labels().size()];
    }

    /**
     * Evaluates a model.
     *
     * @param progress is told how many images are done, from time to time
     * @throws DataException if the images or their labels do not fit the model
     */
    public static EvaluationReport evaluate(Model model, LabeledImages images, IntConsumer progress) {
        ModelCard card = model.info().card();
        if (card == null || card.image() == null) {
            throw new DataException("%s takes no images: it has no card with an image contract"
                    .formatted(model.info().id().name()));
        }
        return new Evaluator(model, card).run(images, progress);
    }

    private EvaluationReport run(LabeledImages images, IntConsumer progress) {
        // Before the first image: what does not fit is found at once.
        images.labels().forEach(trueLabels::index);
        if (Collections.disjoint(images.labels(), card.labels())) {
            throw new DataException(
                    "none of the data's labels %s is one of the model's %s".formatted(images.labels(), card.labels()));
        }
        long start = System.nanoTime();
        List<LabeledImage> waiting = new ArrayList<>(BATCH_SIZE);
        images.read(model.imageContract(), image -> {
            waiting.add(image);
            if (waiting.size() == BATCH_SIZE) {
                predict(waiting);
                waiting.clear();
                progress.accept(predictions.size());
            }
        });
        if (!waiting.isEmpty()) {
            predict(waiting);
        }
        progress.accept(predictions.size());
        return report((System.nanoTime() - start) / 1e9);
    }

    private void predict(List<LabeledImage> images) {
        Batch batch = model.newBatch();
        images.forEach(image -> batch.addImage(image.pixels()));
        float[] outputs = model.outputs(batch);
        List<Prediction.Label> labels = model.labels(outputs);
        int width = outputs.length / images.size();
        for (int i = 0; i < images.size(); i++) {
            count(images.get(i), labels.get(i), Arrays.copyOfRange(outputs, i * width, (i + 1) * width));
        }
    }

    private void count(LabeledImage image, Prediction.Label prediction, float[] outputs) {
        int expected = trueLabels.index(image.label());
        String expectedLabel = card.labels().get(expected);
        matrix[expected][card.labels().indexOf(prediction.label())]++;
        double probability = prediction.scores().getOrDefault(expectedLabel, 0.0);
        loss -= Math.log(Math.clamp(probability, SMALLEST_PROBABILITY, 1 - SMALLEST_PROBABILITY));
        List<Float> values = new ArrayList<>(outputs.length);
        for (float output : outputs) {
            values.add(output);
        }
        predictions.add(
                new PredictedImage(image.name(), expectedLabel, prediction.label(), prediction.probability(), values));
    }

    private EvaluationReport report(double seconds) {
        int size = predictions.size();
        int right = 0;
        for (int i = 0; i < matrix.length; i++) {
            right += matrix[i][i];
        }
        double accuracy = (double) right / size;
        double logLoss = loss / size;
        List<List<Integer>> rows = Arrays.stream(matrix)
                .map(row -> Arrays.stream(row).boxed().toList())
                .toList();
        return new EvaluationReport(
                model.info().id(),
                size,
                accuracy,
                logLoss,
                EvaluationReport.classes(card.labels(), rows),
                rows,
                size / seconds,
                card.evaluation(),
                Verdict.of(accuracy, logLoss, rows, card.evaluation()),
                predictions);
    }
}
