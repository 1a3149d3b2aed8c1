package dev.etiqueta.deployment;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How the models are served.
 *
 * @param defaultModel the model that answers at /predict; where it is not set, the first by name
 */
@ConfigurationProperties("etiqueta")
record ModelProperties(@Nullable String defaultModel) {}
