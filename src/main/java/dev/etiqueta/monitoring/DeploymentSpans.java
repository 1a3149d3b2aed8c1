package dev.etiqueta.monitoring;

import dev.etiqueta.deployment.Deployment;
import dev.etiqueta.deployment.DeploymentObserver;
import dev.etiqueta.deployment.DeploymentStep;
import dev.etiqueta.deployment.FailedDeployment;
import dev.etiqueta.deployment.Revision;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Each deployment as a span, and its steps as spans below it. It is the current one for as long as it lasts, so that
 * what is logged belongs to its trace.
 */
final class DeploymentSpans implements DeploymentObserver {

    private static final String NAME = "model.deployment";
    private static final AttributeKey<List<String>> MODEL = AttributeKey.stringArrayKey("model");

    private final Tracer tracer;

    /** There is one deployment at a time, and it tells of itself on one thread. */
    private Span span = Span.getInvalid();

    private Scope scope = Scope.noop();

    DeploymentSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    @SuppressWarnings("MustBeClosed") // the deployment's end closes it
    public void began(@Nullable String revision) {
        span = tracer.spanBuilder(NAME).startSpan();
        if (revision != null) {
            span.setAttribute("revision", revision);
        }
        scope = span.makeCurrent();
    }

    @Override
    public void ended(DeploymentStep step, Duration took) {
        String name = NAME + "." + step.name().toLowerCase(Locale.ROOT);
        FinishedSpan.add(tracer.spanBuilder(name), FinishedSpan.now(), took.toNanos());
    }

    @Override
    public void succeeded(Deployment deployment, Duration took) {
        Revision revision = deployment.revision();
        span.setAttribute("version", revision.version()).setAttribute("digest", revision.digest());
        if (revision.tag() != null) {
            span.setAttribute("tag", revision.tag());
        }
        if (revision.commit() != null) {
            span.setAttribute("commit", revision.commit());
        }
        span.setAttribute(
                MODEL,
                deployment.models().stream().map(model -> model.id().name()).toList());
        end();
    }

    @Override
    public void failed(FailedDeployment failure, Duration took) {
        span.setStatus(StatusCode.ERROR, failure.description());
        end();
    }

    private void end() {
        scope.close();
        span.end();
    }
}
