package dev.etiqueta.feedback;

import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * Some slots, of which a new prediction takes the place of the oldest. They are searched from end to end, so that they
 * must be few.
 */
final class PredictionRing {

    private final PredictionSlots slots;
    private final int from;
    private final int to;
    private int next;

    /** A ring of the slots from the one to before the other. */
    PredictionRing(PredictionSlots slots, int from, int to) {
        this.slots = slots;
        this.from = from;
        this.to = to;
        this.next = from;
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
        if (slot >= 0 && slots.nanoTime(slot) - since >= 0) {
            return false;
        }
        add(id, instance, count, model, label, answer, now);
        return true;
    }

    /** Adds a prediction, as {@link PredictionSlots#set}. */
    synchronized void add(
            PredictionId id, int instance, int count, ModelInfo model, int label, Prediction.Label answer, long now) {
        int slot = clear(PredictionSlots.needed(answer.scores().size()));
        slots.set(slot, id, instance, count, model, label, answer, now);
    }

    /** Makes room beside each other, and gives the first slot. */
    private int clear(int needed) {
        if (next + needed > to) {
            while (next < to) {
                slots.clear(next++);
            }
            next = from;
        }
        int first = next;
        for (int i = 0; i < needed; i++) {
            slots.clear(next++);
        }
        if (next == to) {
            next = from;
        }
        return first;
    }

    /** Finds a prediction; null if there is none. */
    synchronized @Nullable RememberedPrediction find(PredictionId id, int instance) {
        int slot = slot(id, instance);
        return slot < 0 ? null : slots.get(slot);
    }

    /**
     * Notes that a prediction's true label was said.
     *
     * @param label its index
     * @param authenticated whether it is known by whom: a stranger must not be able to take the word from others
     * @return the probability that it was given, 0 where the model gave none; NaN if it had been said already, or the
     *     prediction is gone
     */
    synchronized float settle(PredictionId id, int instance, int label, boolean authenticated) {
        int slot = slot(id, instance);
        if (slot < 0 || slots.isSettled(slot, authenticated)) {
            return Float.NaN;
        }
        float probability = slots.settle(slot, label, authenticated);
        return Float.isNaN(probability) ? 0 : probability;
    }

    /** From the newest back: the same id may be here again after it has expired. */
    private int slot(PredictionId id, int instance) {
        for (int i = next - 1; i >= from; i--) {
            if (slots.isAt(i, id, instance)) {
                return i;
            }
        }
        for (int i = to - 1; i >= next; i--) {
            if (slots.isAt(i, id, instance)) {
                return i;
            }
        }
        return -1;
    }
}
