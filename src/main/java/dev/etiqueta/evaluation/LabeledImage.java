package dev.etiqueta.evaluation;

/**
 * An image and its true label.
 *
 * @param name where it comes from: a file's name, or a position in one
 * @param label as the data calls it
 * @param pixels in the form of the model's image contract
 */
@SuppressWarnings("ArrayRecordComponent") // read once, compared by nobody
record LabeledImage(String name, String label, byte[] pixels) {}
