package dev.etiqueta.model;

import java.util.List;

/**
 * What a graph has answered as a whole.
 *
 * @param by the model
 * @param outputs all of them, in the graph's order
 * @param predictions what the card makes of them, one for each instance; empty without a card
 */
public record TensorAnswer(ModelInfo by, List<Tensor> outputs, List<Prediction.Label> predictions) {}
