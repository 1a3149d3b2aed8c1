package dev.etiqueta.deployment;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the models come from.
 *
 * @param path the .dvc file that tracks them, relative to the working directory; where it is not set, models.dvc of the
 *     working directory, else the one in the jar
 */
@ConfigurationProperties("etiqueta.repository")
record RepositoryProperties(@Nullable String path) {}
