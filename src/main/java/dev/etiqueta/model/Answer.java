package dev.etiqueta.model;

import java.util.List;

/**
 * The predictions of one request, all by the same model.
 *
 * @param model its name
 * @param version which one it was
 * @param predictions one for each instance, in their order
 */
public record Answer(String model, String version, List<? extends Prediction> predictions) {}
