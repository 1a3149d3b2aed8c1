package dev.etiqueta.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Locale;

/** Makes labels and probabilities of a graph's outputs, as the card says. */
final class Labeler {

    private final ModelCard card;
    /** Outputs of one instance: one for two labels, or one for each label. */
    private final int outputs;

    private Labeler(ModelCard card, int outputs) {
        this.card = card;
        this.outputs = outputs;
    }

    /** @throws ModelLoadException if the graph's output does not fit the card's labels */
    static Labeler of(String model, ModelCard card, Signature signature) {
        int labels = card.labels().size();
        if (signature.outputs().size() != 1) {
            throw mismatch(
                    model,
                    "the graph has %d outputs, a card needs one"
                            .formatted(signature.outputs().size()));
        }
        TensorSpec output = signature.outputs().getFirst();
        if (output.type() != ElementType.FLOAT) {
            throw mismatch(model, "the output '%s' is of %s, expected float".formatted(output.name(), output.type()));
        }
        long elements = output.instanceShape().stream().reduce(1L, (a, b) -> a * b);
        boolean one = elements == 1 && labels == 2 && card.activation() != Activation.SOFTMAX;
        boolean each = elements == labels && card.activation() != Activation.SIGMOID;
        if (!one && !each) {
            throw mismatch(
                    model,
                    "an instance of the output '%s' has the shape %s, for a %s over the labels %s it needs %d"
                            .formatted(
                                    output.name(),
                                    output.instanceShape(),
                                    card.activation().name().toLowerCase(Locale.ROOT),
                                    card.labels(),
                                    card.activation() == Activation.SIGMOID ? 1 : labels));
        }
        return new Labeler(card, one ? 1 : labels);
    }

    /** Outputs of one instance. */
    int outputs() {
        return outputs;
    }

    /** Copies the outputs of some instances to their place among all. */
    void read(OrtSession.Result result, float[] all, int from, int count) throws OrtException {
        FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
        if (values.remaining() != count * outputs) {
            throw new OrtException("the graph gave %d outputs for %d instances, expected %d"
                    .formatted(values.remaining(), count, count * outputs));
        }
        values.get(all, from * outputs, count * outputs);
    }

    /** The answers to what the graph gave as a whole; none where that is not of instances. */
    List<Prediction.Label> labels(Tensor output) {
        if (output.data() == null || output.data().remaining() % (Float.BYTES * outputs) != 0) {
            return List.of();
        }
        float[] values = new float[output.data().remaining() / Float.BYTES];
        output.data().duplicate().order(ByteOrder.nativeOrder()).asFloatBuffer().get(values);
        return labels(values);
    }

    /** The answers, instance by instance. */
    List<Prediction.Label> labels(float[] values) {
        Prediction.Label[] labels = new Prediction.Label[values.length / outputs];
        for (int i = 0; i < labels.length; i++) {
            double[] probabilities = card.activation().probabilities(values, i * outputs, outputs);
            labels[i] = probabilities.length == 1 ? labelOfTwo(probabilities[0]) : labelOfMany(probabilities);
        }
        return List.of(labels);
    }

    private Prediction.Label labelOfTwo(double score) {
        Scores scores = new Scores(card.labels(), 1 - score, score);
        double margin = Math.abs(score - card.threshold());
        return score > card.threshold()
                ? new Prediction.Label(card.labels().getLast(), score, scores, score, margin)
                : new Prediction.Label(card.labels().getFirst(), 1 - score, scores, score, margin);
    }

    private Prediction.Label labelOfMany(double[] probabilities) {
        int top = 0;
        double second = Double.NEGATIVE_INFINITY;
        for (int i = 1; i < probabilities.length; i++) {
            if (probabilities[i] > probabilities[top]) {
                second = probabilities[top];
                top = i;
            } else {
                second = Math.max(second, probabilities[i]);
            }
        }
        Scores scores = new Scores(card.labels(), probabilities);
        double score = probabilities[top];
        return new Prediction.Label(card.labels().get(top), score, scores, score, score - second);
    }

    private static ModelLoadException mismatch(String model, String why) {
        return new ModelLoadException(
                "the card of %s does not fit its graph: %s".formatted(model, why),
                "Correct the card's labels and activation, or export the graph again.");
    }
}
