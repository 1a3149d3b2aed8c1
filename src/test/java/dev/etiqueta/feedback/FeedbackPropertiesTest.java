package dev.etiqueta.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

class FeedbackPropertiesTest {

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withUserConfiguration(Properties.class);

    @Test
    void hasTheDefaultsOfTheReadme() {
        application.run(context -> assertThat(context.getBean(FeedbackProperties.class))
                .isEqualTo(new FeedbackProperties(100_000, Duration.ofHours(1))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"capacity=-1", "capacity=10000001", "retention=0s", "retention=-1h", "retention=366d", "x=1"})
    void refusesWhatCannotBeKept(String property) {
        application.withPropertyValues("etiqueta.feedback." + property).run(context -> assertThat(context)
                .hasFailed());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(FeedbackProperties.class)
    static class Properties {}
}
