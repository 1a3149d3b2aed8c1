package dev.etiqueta.journal;

import dev.etiqueta.feedback.Feedback;
import dev.etiqueta.feedback.FeedbackObserver;
import dev.etiqueta.feedback.FeedbackResult;
import dev.etiqueta.feedback.PredictionId;
import dev.etiqueta.journal.JournalLine.Tensor;
import dev.etiqueta.model.Answer;
import dev.etiqueta.model.Batch;
import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.Prediction;
import dev.etiqueta.model.PredictionObserver;
import dev.etiqueta.web.AnswerObserver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Has predictions and feedback written. Whether a request is in the sample is decided by its id, so that the feedback of
 * those that are in it is, too, and nothing has to be remembered.
 */
final class Journal implements PredictionObserver, AnswerObserver, FeedbackObserver {

    private final JournalWriter writer;
    private final double rate;
    private final boolean withInputs;

    /** The inputs of the request that the thread answers: its id is not known yet when they can be seen. */
    @SuppressWarnings("ThreadLocalUsage") // emptied by each request, so that none outlives this
    private final ThreadLocal<@Nullable List<Map<String, Tensor>>> inputs = new ThreadLocal<>();

    /**
     * Writes a sample.
     *
     * @param rate the share of requests in it, 0 to 1
     * @param withInputs whether to write the inputs, too
     */
    Journal(JournalWriter writer, double rate, boolean withInputs) {
        this.writer = writer;
        this.rate = rate;
        this.withInputs = withInputs;
    }

    /** Copies the inputs, whether or not they are going to be wanted. */
    @Override
    public void answered(ModelId model, Batch batch) {
        if (withInputs && rate > 0) {
            List<Map<String, Tensor>> copies = new ArrayList<>(batch.size());
            for (int i = 0; i < batch.size(); i++) {
                copies.add(copy(batch, i));
            }
            inputs.set(copies);
        }
    }

    private static Map<String, Tensor> copy(Batch batch, int instance) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        batch.inputs().forEach((name, input) -> {
            byte[] data = new byte[input.bytes(instance, 1).remaining()];
            input.bytes(instance, 1).get(data);
            tensors.put(name, new Tensor(input.spec().type(), input.shape(1), data));
        });
        return tensors;
    }

    @Override
    public void answered(@Nullable PredictionId id, Answer answer) {
        List<Map<String, Tensor>> copies = inputs.get();
        inputs.remove();
        if (!isSampled(id)) {
            return;
        }
        Instant now = Instant.now();
        List<? extends Prediction> predictions = answer.predictions();
        for (int i = 0; i < predictions.size(); i++) {
            writer.write(JournalLine.Predicted.of(
                    now,
                    id == null ? null : id.toString(),
                    i,
                    answer.model(),
                    answer.version(),
                    predictions.get(i),
                    copies == null ? null : copies.get(i)));
        }
    }

    @Override
    public void counted(Feedback feedback, FeedbackResult.Counted result) {
        if (isSampled(feedback.id())) {
            writer.write(new JournalLine.Corrected(
                    Instant.now(),
                    feedback.id().toString(),
                    Objects.requireNonNullElse(feedback.index(), 0),
                    result.model().name(),
                    result.model().version(),
                    result.label(),
                    feedback.authenticated()));
        }
    }

    private boolean isSampled(@Nullable PredictionId id) {
        // The upper 53 bits, which are what a double tells apart, as a number from 0 to 1.
        long hash = id == null ? ThreadLocalRandom.current().nextLong() : mixed(id);
        return (hash >>> 11) * 0x1p-53 < rate;
    }

    /** The last step of MurmurHash3: clients choose their trace ids, and not all at random. */
    private static long mixed(PredictionId id) {
        long hash = id.high() * 31 + id.low();
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }
}
