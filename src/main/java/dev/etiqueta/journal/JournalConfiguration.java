package dev.etiqueta.journal;

import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.util.Objects;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

@Configuration(proxyBeanMethods = false)
@Conditional(JournalConfiguration.OnDir.class)
class JournalConfiguration {

    @Bean
    JournalFile journalFile(JournalProperties properties) {
        Path dir = Objects.requireNonNull(properties.dir());
        return JournalFile.open(dir, properties.maxFileSize().toBytes(), properties.maxFiles());
    }

    @Bean
    JournalWriter journalWriter(JournalFile file, MeterRegistry registry) {
        return new JournalWriter(file, registry);
    }

    @Bean
    Journal journal(JournalWriter writer, JournalProperties properties) {
        return new Journal(writer, properties.sampleRate(), properties.inputs());
    }

    /** An environment variable that is empty is one that is not set. */
    static final class OnDir implements Condition {

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !context.getEnvironment()
                    .getProperty(JournalProperties.DIR, "")
                    .isBlank();
        }
    }
}
