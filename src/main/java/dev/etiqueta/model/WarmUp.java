package dev.etiqueta.model;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a model before anyone waits for it, so that the runtime has its memory and the code on the way is compiled a
 * first time.
 */
final class WarmUp {

    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);

    private static final int RUNS = 200;
    /** Of a heavy model a few runs are enough. */
    private static final Duration TIME = Duration.ofMillis(500);

    /** Inputs beyond this are not made up. */
    private static final long MAX_BYTES = 16 << 20;

    private WarmUp() {}

    /** Runs a model on zeros, with 1 for each dimension that varies. One that cannot take them stays cold. */
    static void run(Model model) {
        try {
            Deadline end = Deadline.after(TIME);
            for (int run = 0; run < RUNS && !end.hasPassed(); run++) {
                Batch batch = zeros(model);
                if (batch.size() == 0) {
                    return;
                }
                model.predict(batch);
            }
        } catch (InstanceException | InferenceException e) {
            log.debug("{} cannot be warmed up with zeros", model.info().id().name(), e);
        }
    }

    /** One instance, or none if it would be too large or of text. */
    private static Batch zeros(Model model) {
        Batch batch = model.newBatch();
        Collection<TensorBuilder> inputs = batch.inputs().values();
        for (TensorBuilder input : inputs) {
            long[] shape = model.instanceShape(input.spec());
            long bytes = input.spec().type().bytes();
            for (int i = 0; i < shape.length && bytes <= MAX_BYTES; i++) {
                shape[i] = Math.max(1, shape[i]);
                bytes *= shape[i];
            }
            if (bytes == 0 || bytes > MAX_BYTES) {
                return model.newBatch();
            }
            input.addInstance(ByteBuffer.allocate((int) bytes), shape);
        }
        batch.endInstance();
        return batch;
    }
}
