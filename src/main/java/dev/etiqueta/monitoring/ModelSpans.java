package dev.etiqueta.monitoring;

import dev.etiqueta.deployment.Deployer;
import dev.etiqueta.deployment.Revision;
import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.Prediction;
import dev.etiqueta.model.PredictionObserver;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import java.util.List;
import java.util.function.Supplier;

/**
 * The stages of a request as spans below the server's, called as their meters are. They are made when they are over, of
 * the time that they took.
 */
final class ModelSpans implements PredictionObserver {

    private static final AttributeKey<Long> BATCH_SIZE = AttributeKey.longKey("batch.size");

    private final Tracer tracer;
    private final Supplier<Deployer> deployer;

    ModelSpans(Tracer tracer, Supplier<Deployer> deployer) {
        this.tracer = tracer;
        this.deployer = deployer;
    }

    @Override
    public void read(ModelId model, int instances, long nanoseconds) {
        add("model.decode", model, nanoseconds, Attributes.of(BATCH_SIZE, (long) instances));
    }

    @Override
    public void queued(ModelId model, long nanoseconds) {
        add("model.queue", model, nanoseconds, Attributes.empty());
    }

    @Override
    public void predicted(ModelId model, List<? extends Prediction> predictions, long nanoseconds) {
        add("model.inference", model, nanoseconds, Attributes.of(BATCH_SIZE, (long) predictions.size()));
    }

    /** Adds a span that ends now, if the request is traced. */
    private void add(String name, ModelId model, long nanoseconds, Attributes more) {
        if (Span.current().isRecording()) {
            long now = FinishedSpan.now();
            FinishedSpan.add(tracer.spanBuilder(name).setAllAttributes(attributes(model, more)), now, nanoseconds);
        }
    }

    private Attributes attributes(ModelId model, Attributes more) {
        AttributesBuilder attributes = Attributes.builder()
                .put("model", model.name())
                .put("version", model.version())
                .put("digest", model.digest());
        Revision revision = deployer.get().status().current().revision();
        // For the moment of a swap, the request's models are not those of the deployer's revision.
        if (revision.commit() != null && revision.version().equals(model.version())) {
            attributes.put("commit", revision.commit());
        }
        return attributes.putAll(more).build();
    }
}
