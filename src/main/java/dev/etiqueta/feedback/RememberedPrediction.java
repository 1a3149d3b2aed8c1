package dev.etiqueta.feedback;

import dev.etiqueta.model.ModelInfo;

/**
 * What is known of a prediction.
 *
 * @param model the one that gave it
 * @param instances of the request that it was an answer to
 * @param predicted index of the label among those of the card
 * @param nanoTime when it was given
 */
record RememberedPrediction(ModelInfo model, int instances, int predicted, long nanoTime) {}
