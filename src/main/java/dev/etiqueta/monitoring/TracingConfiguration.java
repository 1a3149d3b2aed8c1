package dev.etiqueta.monitoring;

import dev.etiqueta.deployment.Deployer;
import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.opentelemetry.api.trace.Tracer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.micrometer.tracing.autoconfigure.ConditionalOnEnabledTracingExport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.function.SingletonSupplier;

/** Traces, where there is somewhere to send them: see {@link TracingDefault}. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnEnabledTracingExport
class TracingConfiguration {

    /** The first to be told, so that no other observer's time is in its spans. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ModelSpans modelSpans(Tracer tracer, ObjectProvider<Deployer> deployer) {
        // The deployer needs the models, and they their observers.
        return new ModelSpans(tracer, SingletonSupplier.of(deployer::getObject));
    }

    /** The first to be told, so that what others log belongs to the trace. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    DeploymentSpans deploymentSpans(Tracer tracer) {
        return new DeploymentSpans(tracer);
    }

    @Bean
    CurrentTrace currentTrace() {
        return new CurrentTrace();
    }

    /** Probes and scrapes would be most of all traces. A deployment is asked for under this path, too. */
    @Bean
    SpanExportingPredicate withoutProbes() {
        return span -> {
            String uri = span.getTags().getOrDefault("uri", "");
            return !uri.startsWith("/actuator/") || uri.startsWith("/actuator/deployment");
        };
    }
}
