package dev.etiqueta.feedback;

import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of predictions, in arrays that are allocated once, so that nothing is left for the garbage
 * collector. A slot lies in as few lines of the processor's cache as may be: nearly each one is read from memory anew.
 * Whoever uses a slot has it for himself.
 */
final class PredictionSlots {

    /** Labels for which there is room in a slot. A prediction with more of them takes the next slots, too. */
    static final int LABELS = 16;

    /** Of {@link #numbers}, for each slot: the rest of the id, the time, and what fits into two numbers. */
    private static final int HIGH = 0;

    private static final int TIME = 1;
    private static final int INSTANCE = 2;
    private static final int PREDICTED = 3;
    private static final int NUMBERS = 4;

    /** Who said the true label, in the second half of {@link #PREDICTED}. */
    private static final int BY_ANYBODY = 1;

    private static final int BY_SOMEBODY = 2;

    /** The half of the id that is compared first, apart from the rest: it is what a search reads. */
    private final long[] low;

    private final long[] numbers;
    /** Null where a slot is empty, or belongs to the one before. */
    private final @Nullable ModelInfo[] models;

    private final float[] probabilities;

    PredictionSlots(int size) {
        low = new long[size];
        numbers = new long[Math.multiplyExact(size, NUMBERS)];
        models = new ModelInfo[size];
        probabilities = new float[Math.multiplyExact(size, LABELS)];
    }

    /** How many slots a prediction takes. */
    static int needed(int labels) {
        return 1 + (labels - 1) / LABELS;
    }

    void clear(int slot) {
        models[slot] = null;
    }

    /**
     * Writes a prediction, over what was there.
     *
     * @param instance its index in the request
     * @param count of the request's instances
     * @param label index of the label that was predicted
     */
    void set(
            int slot,
            PredictionId id,
            int instance,
            int count,
            ModelInfo model,
            int label,
            Prediction.Label answer,
            long nanoTime) {
        low[slot] = id.low();
        int base = slot * NUMBERS;
        numbers[base + HIGH] = id.high();
        numbers[base + TIME] = nanoTime;
        numbers[base + INSTANCE] = pair(instance, count);
        numbers[base + PREDICTED] = pair(label, 0);
        models[slot] = model;
        answer.copyScores(probabilities, slot * LABELS);
    }

    boolean isAt(int slot, PredictionId id, int instance) {
        return low[slot] == id.low()
                && numbers[slot * NUMBERS + HIGH] == id.high()
                && first(numbers[slot * NUMBERS + INSTANCE]) == instance
                && models[slot] != null;
    }

    long nanoTime(int slot) {
        return numbers[slot * NUMBERS + TIME];
    }

    /** What is there; null if that is nothing. */
    @Nullable
    RememberedPrediction get(int slot) {
        ModelInfo model = models[slot];
        int base = slot * NUMBERS;
        return model == null
                ? null
                : new RememberedPrediction(
                        model, second(numbers[base + INSTANCE]), first(numbers[base + PREDICTED]), nanoTime(slot));
    }

    /**
     * Whether its true label was said.
     *
     * @param authenticated whether only that counts what somebody said who is known
     */
    boolean isSettled(int slot, boolean authenticated) {
        int said = second(numbers[slot * NUMBERS + PREDICTED]);
        return authenticated ? (said & BY_SOMEBODY) != 0 : said != 0;
    }

    /**
     * Notes that its true label was said.
     *
     * @return the probability that a label was given, by its index; NaN where the model gave none
     */
    float settle(int slot, int label, boolean authenticated) {
        numbers[slot * NUMBERS + PREDICTED] |= authenticated ? BY_SOMEBODY : BY_ANYBODY;
        return probabilities[slot * LABELS + label];
    }

    private static long pair(int first, int second) {
        return (long) first << Integer.SIZE | second;
    }

    private static int first(long pair) {
        return (int) (pair >> Integer.SIZE);
    }

    private static int second(long pair) {
        return (int) pair;
    }
}
