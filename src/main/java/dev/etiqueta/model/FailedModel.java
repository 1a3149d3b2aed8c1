package dev.etiqueta.model;

/**
 * A model of a revision that serves without it.
 *
 * @param reason why it cannot be served
 */
public record FailedModel(String name, String version, String reason) {}
