package dev.etiqueta.model;

import java.time.Duration;
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

    private WarmUp() {}

    /** Runs a model on zeros, with 1 for each dimension that varies. One that cannot take them stays cold. */
    static void run(Model model) {
        try {
            Deadline end = Deadline.after(TIME);
            for (int run = 0; run < RUNS && !end.hasPassed(); run++) {
                Batch batch = MadeUpInstance.of(model, input -> 0);
                if (batch.size() == 0) {
                    return;
                }
                model.predict(batch);
            }
        } catch (InstanceException | InferenceException e) {
            log.debug("{} cannot be warmed up with zeros", model.info().id().name(), e);
        }
    }
}
