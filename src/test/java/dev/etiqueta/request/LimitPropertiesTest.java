package dev.etiqueta.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

class LimitPropertiesTest {

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withUserConfiguration(Properties.class);

    @Test
    void hasTheDefaultsOfTheReadme() {
        application.run(context -> assertThat(context.getBean(LimitProperties.class))
                .isEqualTo(new LimitProperties(
                        DataSize.ofMegabytes(10),
                        256,
                        4_194_304,
                        DataSize.ofMegabytes(10),
                        32,
                        Duration.ofSeconds(10),
                        0,
                        0,
                        0,
                        java.util.List.of())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "upload-size=0B",
                "upload-size=4GB",
                "instances=0",
                "pixels=0",
                "json-size=-1B",
                "json-depth=0",
                "time=0s",
                "time=-1s",
                "instances=many"
            })
    void refusesALimitThatNoRequestCanMeet(String property) {
        application.withPropertyValues("etiqueta.limits." + property).run(context -> assertThat(context)
                .hasFailed());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(LimitProperties.class)
    static class Properties {}
}
