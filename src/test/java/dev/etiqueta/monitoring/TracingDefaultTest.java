package dev.etiqueta.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.mock.env.MockEnvironment;

class TracingDefaultTest {

    private static final String TRACES =
            "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration";
    private static final String LOGS =
            "org.springframework.boot.opentelemetry.autoconfigure.logging.OpenTelemetryLoggingAutoConfiguration";
    private static final String OTHER = "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration";

    private final MockEnvironment environment = new MockEnvironment();

    @Test
    void makesTracesIfThereIsAnEndpoint() {
        environment.setProperty(TracingDefault.ENDPOINT, "http://collector:4318/v1/traces");

        assertThat(matches(TRACES, LOGS, OTHER, null)).containsExactly(true, false, true, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void makesNoneWithoutOne(String endpoint) {
        environment.setProperty(TracingDefault.ENDPOINT, endpoint);

        assertThat(matches(TRACES, LOGS, OTHER, null)).containsExactly(false, false, true, false);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "management.tracing.export.enabled",
                "management.tracing.export.otlp.enabled",
                "management.opentelemetry.enabled"
            })
    void canBeSwitchedOff(String property) {
        environment.setProperty(TracingDefault.ENDPOINT, "http://collector:4318/v1/traces");
        environment.setProperty(property, "false");

        assertThat(matches(TRACES)).containsExactly(false);
    }

    @Test
    void refusesATransportThatThereIsNot() {
        environment.setProperty(TracingDefault.ENDPOINT, "http://collector:4317");
        environment.setProperty("management.opentelemetry.tracing.export.otlp.transport", "grpc");

        assertThatThrownBy(() -> matches(TRACES))
                .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                .hasMessageContaining("port 4318");
    }

    private boolean[] matches(String... classes) {
        new TracingDefault().postProcessEnvironment(environment, new SpringApplication());
        TracingFilter filter = new TracingFilter();
        filter.setEnvironment(environment);
        return filter.match(classes, null);
    }
}
