package dev.etiqueta.feedback;

import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * The last few predictions, in arrays that are allocated once: a new one takes the place of the oldest, and nothing is
 * left for the garbage collector. It is searched from end to end, so that it must stay short.
 */
final class PredictionRing {

    /** Labels for which there is room in a slot. A prediction with more of them takes the next slots, too. */
    static final int LABELS_PER_SLOT = 16;

    private final long[] high;
    private final long[] low;
    private final int[] index;
    private final int[] instances;
    private final int[] predicted;
    private final long[] nanoTime;
    private final boolean[] given;
    /** Null where a slot is empty, or belongs to the one before. */
    private final @Nullable ModelInfo[] models;

    private final float[] probabilities;
    private int next;

    PredictionRing(int size) {
        high = new long[size];
        low = new long[size];
        index = new int[size];
        instances = new int[size];
        predicted = new int[size];
        nanoTime = new long[size];
        given = new boolean[size];
        models = new ModelInfo[size];
        probabilities = new float[Math.multiplyExact(size, LABELS_PER_SLOT)];
    }

    /** How many slots a prediction takes. */
    static int slots(int labels) {
        return 1 + (labels - 1) / LABELS_PER_SLOT;
    }

    /** Adds a prediction, unless one with this id and index has been here since then; false if so. */
    synchronized boolean addIfAbsent(
            PredictionId id,
            int instance,
            int count,
            ModelInfo model,
            int label,
            Prediction.Label answer,
            long now,
            long since) {
        int slot = slot(id, instance);
        if (slot >= 0 && nanoTime[slot] - since >= 0) {
            return false;
        }
        add(id, instance, count, model, label, answer, now);
        return true;
    }

    /**
     * Adds a prediction.
     *
     * @param instance its index in the request
     * @param count of the request's instances
     * @param label index of the label that was predicted
     */
    synchronized void add(
            PredictionId id, int instance, int count, ModelInfo model, int label, Prediction.Label answer, long now) {
        int slot = clear(slots(answer.scores().size()));
        high[slot] = id.high();
        low[slot] = id.low();
        index[slot] = instance;
        instances[slot] = count;
        predicted[slot] = label;
        nanoTime[slot] = now;
        given[slot] = false;
        models[slot] = model;
        answer.copyScores(probabilities, slot * LABELS_PER_SLOT);
    }

    /** Makes room beside each other, and gives the first slot. */
    private int clear(int slots) {
        if (next + slots > models.length) {
            while (next < models.length) {
                models[next++] = null;
            }
            next = 0;
        }
        int first = next;
        for (int i = 0; i < slots; i++) {
            models[next++] = null;
        }
        if (next == models.length) {
            next = 0;
        }
        return first;
    }

    /** Finds a prediction; null if there is none. */
    synchronized @Nullable RememberedPrediction find(PredictionId id, int instance) {
        int slot = slot(id, instance);
        ModelInfo model = slot < 0 ? null : models[slot];
        return model == null
                ? null
                : new RememberedPrediction(model, instances[slot], predicted[slot], given[slot], nanoTime[slot]);
    }

    /**
     * Notes that a prediction's true label was said.
     *
     * @param label its index
     * @return the probability that it was given, 0 where the model gave none; NaN if it had been said already, or the
     *     prediction is gone
     */
    synchronized float settle(PredictionId id, int instance, int label) {
        int slot = slot(id, instance);
        if (slot < 0 || given[slot]) {
            return Float.NaN;
        }
        given[slot] = true;
        float probability = probabilities[slot * LABELS_PER_SLOT + label];
        return Float.isNaN(probability) ? 0 : probability;
    }

    /** From the newest back: the same id may be here again after it has expired. */
    private int slot(PredictionId id, int instance) {
        for (int i = next - 1; i >= 0; i--) {
            if (isAt(i, id, instance)) {
                return i;
            }
        }
        for (int i = models.length - 1; i >= next; i--) {
            if (isAt(i, id, instance)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isAt(int slot, PredictionId id, int instance) {
        return low[slot] == id.low() && high[slot] == id.high() && index[slot] == instance && models[slot] != null;
    }
}
