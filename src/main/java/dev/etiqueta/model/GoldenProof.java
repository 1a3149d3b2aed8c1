package dev.etiqueta.model;

/**
 * The result of running the golden examples.
 *
 * @param examples how many came out as recorded
 * @param maxDeviation the largest difference between an output and the recorded one: absolute, relative above 1
 */
public record GoldenProof(int examples, double maxDeviation) {}
