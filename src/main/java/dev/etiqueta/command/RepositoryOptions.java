package dev.etiqueta.command;

import dev.etiqueta.deployment.ModelRepository;
import dev.etiqueta.deployment.RepositoryFactory;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import picocli.CommandLine.Option;

/** Where the models come from: what the service is configured with, and over it what the command says. */
final class RepositoryOptions {

    private static final String URL = "etiqueta.repository.url";
    private static final String REVISION = "etiqueta.repository.revision";
    private static final String PATH = "etiqueta.repository.path";

    /** A revision of no repository is one of the repository that one is in. */
    private static final String HERE = ".";

    @Option(
            names = "--repository",
            paramLabel = "URL",
            description = {
                "the git repository: https, ssh, file, or a path; without it, etiqueta.repository.url, else the working"
                        + " directory"
            })
    private @Nullable String repository;

    @Option(
            names = "--revision",
            paramLabel = "REVISION",
            description = "a tag, a branch, a commit, or a pattern of tags such as 'v*', which means the newest")
    private @Nullable String revision;

    @Option(
            names = "--path",
            paramLabel = "PATH",
            description = {
                "a .dvc file, or an output of a dvc.lock; without it, models.dvc of the repository or the working"
                        + " directory, else of the jar"
            })
    private @Nullable String path;

    boolean isGiven() {
        return repository != null || revision != null || path != null;
    }

    /**
     * Opens it.
     *
     * @param needsRevisions whether it must be a git repository
     * @throws CommandException if the configuration makes no sense
     */
    ModelRepository open(boolean needsRevisions) {
        StandardEnvironment environment = new StandardEnvironment();
        Map<String, Object> given = new HashMap<>();
        put(given, URL, repository);
        put(given, REVISION, revision);
        put(given, PATH, path);
        environment.getPropertySources().addFirst(new MapPropertySource("command", given));
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        boolean revisions = needsRevisions || revision != null;
        if (revisions && environment.getProperty(URL, "").isBlank()) {
            given.put(URL, HERE);
        }
        try {
            return RepositoryFactory.of(Binder.get(environment)).open();
        } catch (BindException e) {
            throw new CommandException(
                    String.valueOf(NestedExceptionUtils.getMostSpecificCause(e).getMessage()));
        }
    }

    private static void put(Map<String, Object> properties, String name, @Nullable String value) {
        if (value != null) {
            properties.put(name, value);
        }
    }
}
