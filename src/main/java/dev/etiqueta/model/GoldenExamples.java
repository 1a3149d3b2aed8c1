package dev.etiqueta.model;

import java.nio.ByteBuffer;
import java.util.List;

/** Runs the golden examples of a card: a model must give what its training framework gave. */
final class GoldenExamples {

    /** How far an output may be from the recorded one: absolute, relative above 1. */
    static final double TOLERANCE = 1e-4;

    private final Model model;
    private final ModelCard card;

    GoldenExamples(Model model, ModelCard card) {
        this.model = model;
        this.card = card;
    }

    /** @throws ModelLoadException if an example comes out differently, or cannot be run */
    GoldenProof prove() {
        double maxDeviation = 0;
        for (int i = 0; i < card.golden().size(); i++) {
            try {
                maxDeviation = Math.max(maxDeviation, prove(i, card.golden().get(i)));
            } catch (InstanceException | InferenceException e) {
                throw differs(i, "cannot be run: " + e.getMessage());
            }
        }
        return new GoldenProof(card.golden().size(), maxDeviation);
    }

    private double prove(int index, GoldenExample example) {
        float[] expected = toArray(example.output());
        float[] found = model.outputs(batch(example));
        if (expected.length != found.length) {
            throw differs(index, "has %d recorded outputs, expected %d".formatted(expected.length, found.length));
        }
        String recordedLabel = model.labels(expected).getFirst().label();
        if (!recordedLabel.equals(example.label())) {
            throw differs(
                    index,
                    "has the label '%s', its recorded output %s gives '%s'"
                            .formatted(example.label(), example.output(), recordedLabel));
        }
        double maxDeviation = 0;
        for (int i = 0; i < expected.length; i++) {
            double deviation = Math.abs((double) found[i] - expected[i]) / Math.max(1, Math.abs(expected[i]));
            if (!(deviation <= TOLERANCE)) {
                throw differs(
                        index,
                        "should give %s at output %d, and gives %s; the tolerance is %s"
                                .formatted(expected[i], i, found[i], TOLERANCE));
            }
            maxDeviation = Math.max(maxDeviation, deviation);
        }
        return maxDeviation;
    }

    private Batch batch(GoldenExample example) {
        Batch batch = model.newBatch();
        TensorSpec input = model.info().signature().inputs().getFirst();
        long[] shape = model.instanceShape(input);
        long bytes = input.type().bytes();
        for (long dimension : shape) {
            bytes *= dimension;
        }
        if (batch.inputs().size() != 1 || bytes <= 0 || bytes != example.input().length) {
            throw new ModelLoadException(
                    "the golden examples of %s do not fit its graph: an input has %d bytes, an instance of '%s' is %s of %s"
                            .formatted(
                                    name(), example.input().length, input.name(), input.type(), input.instanceShape()),
                    "Write the card and the graph with the same export.");
        }
        batch.addElements(ByteBuffer.wrap(example.input()), shape);
        return batch;
    }

    private ModelLoadException differs(int index, String what) {
        return new ModelLoadException(
                "%s does not do what it did when it was exported: golden example %d %s".formatted(name(), index, what),
                "Write the card and the graph with the same export; a model that cannot prove itself is not served.");
    }

    private String name() {
        return model.info().id().name();
    }

    private static float[] toArray(List<Float> values) {
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }
}
