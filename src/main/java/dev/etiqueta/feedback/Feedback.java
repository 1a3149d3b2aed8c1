package dev.etiqueta.feedback;

import org.jspecify.annotations.Nullable;

/**
 * What somebody says was right.
 *
 * @param id by which the predictions of the request are known
 * @param index of the instance in the request, from 0; null where it had one alone
 * @param label the true one
 * @param authenticated whether it is known who says it
 */
public record Feedback(PredictionId id, @Nullable Integer index, String label, boolean authenticated) {}
