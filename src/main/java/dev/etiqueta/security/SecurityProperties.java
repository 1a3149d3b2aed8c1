package dev.etiqueta.security;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who may ask.
 *
 * @param keys the file of keys; without one, and without an issuer of JSON web tokens, predictions are open
 */
@ConfigurationProperties(prefix = "etiqueta.security", ignoreUnknownFields = false)
record SecurityProperties(Path keys) {}
