package dev.etiqueta.model;

import java.util.List;

/**
 * An input, and what the training framework made of it.
 *
 * @param label the label that the outputs give
 * @param input the bytes of one instance: row-major, little-endian. Not copied
 * @param output the framework's outputs for it, before the activation
 */
@SuppressWarnings("ArrayRecordComponent") // examples are compared by nobody
public record GoldenExample(String label, byte[] input, List<Float> output) {

    public GoldenExample {
        output = List.copyOf(output);
    }
}
