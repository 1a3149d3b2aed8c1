package dev.etiqueta.deployment;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A deployment that changed nothing.
 *
 * @param revision that was asked for; null for the configured one
 * @param description what was found and what was expected
 * @param action what to do
 * @param at when it failed
 */
public record FailedDeployment(@Nullable String revision, String description, String action, Instant at) {}
