package dev.etiqueta.feedback;

import dev.etiqueta.model.Answer;
import dev.etiqueta.model.ModelCard;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.Prediction;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Remembers predictions for a bounded time, in memory that is allocated once. It is made of many short rings, each with
 * a lock of its own, and an id decides which: requests hardly ever meet. Of each ring the oldest is forgotten first,
 * and thus nearly the oldest of all.
 */
final class PredictionMemory {

    /** Long enough for chance to fill all rings alike, short enough to be searched in well under a microsecond. */
    private static final int RING = 256;

    private final PredictionRing[] rings;
    private final int ringSize;
    private final long retention;
    private final LongSupplier nanoTime;

    /**
     * Allocates all that it ever needs, about 110 bytes for each prediction.
     *
     * @param capacity predictions; 0 to remember none. One of more than 16 labels counts as several.
     * @param retention how long one is remembered
     * @param nanoTime as {@link System#nanoTime}
     */
    PredictionMemory(int capacity, Duration retention, LongSupplier nanoTime) {
        int count = capacity == 0 ? 0 : Math.max(1, capacity / RING);
        this.ringSize = count == 0 ? 0 : (int) ((capacity + (long) count - 1) / count);
        PredictionSlots slots = new PredictionSlots(Math.multiplyExact(count, ringSize));
        this.rings = IntStream.range(0, count)
                .mapToObj(i -> new PredictionRing(slots, i * ringSize, (i + 1) * ringSize))
                .toArray(PredictionRing[]::new);
        this.retention = retention.toNanos();
        this.nanoTime = nanoTime;
    }

    boolean isOff() {
        return rings.length == 0;
    }

    /**
     * Remembers the predictions of a request.
     *
     * @param wanted the id to use, unless another answer is remembered by it; null for a random one
     * @return the id by which they are remembered; null if they are not, because there are no labels, or more than a
     *     ring has room for
     */
    @Nullable
    PredictionId remember(Answer answer, @Nullable PredictionId wanted) {
        ModelInfo model = answer.by();
        ModelCard card = model.card();
        if (card == null
                || answer.predictions().isEmpty()
                || PredictionSlots.needed(card.labels().size()) > ringSize) {
            return null;
        }
        return remember(model, card.labels(), answer.predictions(), wanted);
    }

    private PredictionId remember(
            ModelInfo model,
            List<String> labels,
            List<? extends Prediction> predictions,
            @Nullable PredictionId wanted) {
        long now = nanoTime.getAsLong();
        int count = predictions.size();
        PredictionId id = wanted == null ? PredictionId.random() : wanted;
        for (int i = 0; i < count; i++) {
            if (predictions.get(i) instanceof Prediction.Label answer) {
                int label = labels.indexOf(answer.label());
                if (i > 0 || wanted == null) {
                    ring(id, i).add(id, i, count, model, label, answer, now);
                } else if (!ring(id, i).addIfAbsent(id, i, count, model, label, answer, now, now - retention)) {
                    // Another answer has it: one trace may ask many times. Neither must hide the other.
                    return remember(model, labels, predictions, null);
                }
            }
        }
        return id;
    }

    /** Finds a prediction, which may have {@linkplain #isExpired expired}; null if there is none. */
    @Nullable
    RememberedPrediction find(PredictionId id, int instance) {
        return isOff() ? null : ring(id, instance).find(id, instance);
    }

    boolean isExpired(RememberedPrediction prediction) {
        return nanoTime.getAsLong() - prediction.nanoTime() > retention;
    }

    /** See {@link PredictionRing#settle}. */
    float settle(PredictionId id, int instance, int label, boolean authenticated) {
        return ring(id, instance).settle(id, instance, label, authenticated);
    }

    private PredictionRing ring(PredictionId id, int instance) {
        // The last step of MurmurHash3: clients choose their trace ids, and not all at random.
        long hash = id.high() * 31 + id.low() + instance * 0x9e3779b97f4a7c15L;
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return rings[Math.floorMod((int) (hash >>> 32), rings.length)];
    }
}
