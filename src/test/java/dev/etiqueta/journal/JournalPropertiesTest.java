package dev.etiqueta.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

class JournalPropertiesTest {

    private final ApplicationContextRunner application =
            new ApplicationContextRunner().withUserConfiguration(Properties.class);

    @Test
    void writesNothingAsItComes() {
        application.run(context -> assertThat(context.getBean(JournalProperties.class))
                .isEqualTo(new JournalProperties(null, 1, false, DataSize.ofMegabytes(100), 10)));
    }

    @Test
    void takesWhatIsConfigured() {
        application
                .withPropertyValues(
                        "etiqueta.prediction-log.dir=/var/log/etiqueta",
                        "etiqueta.prediction-log.sample-rate=0.05",
                        "etiqueta.prediction-log.inputs=true",
                        "etiqueta.prediction-log.max-file-size=1GB",
                        "etiqueta.prediction-log.max-files=20")
                .run(context -> assertThat(context.getBean(JournalProperties.class))
                        .isEqualTo(new JournalProperties(
                                Path.of("/var/log/etiqueta"), 0.05, true, DataSize.ofGigabytes(1), 20)));
    }

    @ParameterizedTest
    @CsvSource({
        "sample-rate, -0.1, expected 0 to 1",
        "sample-rate, 1.5, expected 0 to 1",
        "sample-rate, NaN, expected 0 to 1",
        "max-file-size, 100B, expected at least 1024",
        "max-files, 1, expected 2 to 20",
        "max-files, 21, expected 2 to 20",
        "dir, /var/log/%i, expected a folder without '%'",
        "max-file, 3, max-file"
    })
    void refusesWhatMakesNoSense(String property, String value, String problem) {
        application
                .withPropertyValues("etiqueta.prediction-log.%s=%s".formatted(property, value))
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining(problem));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(JournalProperties.class)
    static class Properties {}
}
