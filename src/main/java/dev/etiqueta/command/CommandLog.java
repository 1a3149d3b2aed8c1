package dev.etiqueta.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ClassPathResource;

/** The log of commands. What a command has to say it prints; the log is for what nobody expected. */
final class CommandLog {

    private static final String LEVEL = "logging.level.";

    private CommandLog() {}

    /** Lets warnings through, and of libraries no more than the service does: there is no Spring that would see to it. */
    static void quieten() {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        setLevel(org.slf4j.Logger.ROOT_LOGGER_NAME, "warn");
        try {
            new YamlPropertySourceLoader()
                    .load("application", new ClassPathResource("application.yaml"))
                    .forEach(CommandLog::setLevels);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void setLevels(PropertySource<?> source) {
        if (source instanceof EnumerablePropertySource<?> properties) {
            for (String name : properties.getPropertyNames()) {
                if (name.startsWith(LEVEL)) {
                    setLevel(name.substring(LEVEL.length()), String.valueOf(properties.getProperty(name)));
                }
            }
        }
    }

    private static void setLevel(String logger, String level) {
        ((Logger) LoggerFactory.getLogger(logger)).setLevel(Level.toLevel(level));
    }
}
