package dev.etiqueta.monitoring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Keeps all of OpenTelemetry away where there are no traces, so that a request passes nothing of it and no thread waits
 * for spans; and its logs always: they go to the console.
 */
final class TracingFilter implements AutoConfigurationImportFilter, EnvironmentAware {

    private static final String TRACING = "org.springframework.boot.micrometer.tracing.";
    private static final String SDK = "org.springframework.boot.opentelemetry.";
    private static final String LOGS = SDK + "autoconfigure.logging.";

    private static final String TRANSPORT = "management.opentelemetry.tracing.export.otlp.transport";

    private boolean traced = true;

    @Override
    public void setEnvironment(Environment environment) {
        traced = environment.getProperty(TracingDefault.ENABLED, Boolean.class, true);
        String transport = environment.getProperty(TRANSPORT, "http");
        if (traced && !transport.equalsIgnoreCase("http")) {
            throw new InvalidConfigurationPropertyValueException(
                    TRANSPORT,
                    transport,
                    "Spans are sent by HTTP, 'http/protobuf', only. Collectors take that at port 4318.");
        }
    }

    @Override
    public boolean[] match(@Nullable String[] classes, AutoConfigurationMetadata metadata) {
        boolean[] matches = new boolean[classes.length];
        for (int i = 0; i < matches.length; i++) {
            String name = classes[i];
            matches[i] = name != null && isWanted(name);
        }
        return matches;
    }

    private boolean isWanted(String name) {
        boolean tracing = name.startsWith(TRACING) || name.startsWith(SDK);
        return !tracing || (traced && !name.startsWith(LOGS));
    }
}
