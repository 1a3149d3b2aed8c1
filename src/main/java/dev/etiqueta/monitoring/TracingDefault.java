package dev.etiqueta.monitoring;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;

/**
 * Decides, where nobody else does, whether there are traces: if there is an endpoint to send them to. Spring Boot would
 * make them in any case, and throw them away.
 */
final class TracingDefault implements EnvironmentPostProcessor {

    /** What Spring Boot, too, goes by. */
    static final String ENABLED = "management.tracing.export.enabled";

    static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

    private static final String NAME = "tracingDefault";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        environment.getPropertySources().addLast(new Source(environment));
    }

    /** Asks the environment when it is asked itself: others may add to it later. */
    private static final class Source extends EnumerablePropertySource<String> {

        private final Environment environment;

        Source(Environment environment) {
            // Of an environment as its source, Spring Boot would read all properties, and so this one, without end.
            super(NAME, NAME);
            this.environment = environment;
        }

        @Override
        public String[] getPropertyNames() {
            return new String[] {ENABLED};
        }

        @Override
        public @Nullable Object getProperty(String name) {
            return name.equals(ENABLED) ? hasEndpoint() && mayExport() : null;
        }

        private boolean hasEndpoint() {
            return !environment.getProperty(ENDPOINT, "").isBlank();
        }

        /** {@code OTEL_SDK_DISABLED} and {@code OTEL_TRACES_EXPORTER} become these. */
        private boolean mayExport() {
            return Stream.of("management.opentelemetry.enabled", "management.tracing.export.otlp.enabled")
                    .allMatch(property -> environment.getProperty(property, Boolean.class, true));
        }
    }
}
