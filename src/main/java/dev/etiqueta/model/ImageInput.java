package dev.etiqueta.model;

import dev.etiqueta.image.ImageContract;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Puts pixels into the form of a graph's input. The samples stay 0-255: scaling them is the graph's own affair.
 *
 * @param contract the pixels that come
 * @param type of the input: uint8 or float
 * @param shape of one instance
 * @param planar whether the channels of an image lie one after the other, and not pixel by pixel
 */
record ImageInput(ImageContract contract, ElementType type, List<Long> shape, boolean planar) {

    /**
     * Finds how images of the contract fit into the input.
     *
     * @throws ModelLoadException if they do not
     */
    static ImageInput of(String model, ImageContract contract, Signature signature) {
        if (signature.inputs().size() != 1) {
            throw mismatch(
                    model,
                    "the graph has %d inputs, for images it needs one"
                            .formatted(signature.inputs().size()));
        }
        TensorSpec input = signature.inputs().getFirst();
        if (input.type() != ElementType.UINT8 && input.type() != ElementType.FLOAT) {
            throw mismatch(
                    model,
                    "the input '%s' is of %s, for images it needs uint8 or float"
                            .formatted(input.name(), input.type()));
        }
        for (List<Long> candidate : shapes(contract)) {
            if (TensorSpec.accepts(input.instanceShape(), candidate)) {
                boolean planar = contract.mode().channels() > 1
                        && candidate.getFirst() == contract.mode().channels();
                return new ImageInput(contract, input.type(), candidate, planar);
            }
        }
        throw mismatch(
                model,
                "an instance of the input '%s' has the shape %s, the card's images fit one of %s"
                        .formatted(input.name(), input.instanceShape(), shapes(contract)));
    }

    /** The elements of one image, in this machine's byte order. */
    ByteBuffer elements(byte[] pixels) {
        byte[] ordered = planar ? planes(pixels) : pixels;
        if (type == ElementType.UINT8) {
            return ByteBuffer.wrap(ordered);
        }
        ByteBuffer floats = ByteBuffer.allocate(ordered.length * Float.BYTES).order(ByteOrder.nativeOrder());
        for (byte sample : ordered) {
            floats.putFloat(sample & 0xff);
        }
        return floats.flip();
    }

    /** The samples, 0-255, of one image's elements: a copy where those are floats. */
    ByteBuffer samples(ByteBuffer elements) {
        if (type == ElementType.UINT8) {
            return elements;
        }
        FloatBuffer floats = elements.order(ByteOrder.nativeOrder()).asFloatBuffer();
        ByteBuffer samples = ByteBuffer.allocate(floats.remaining());
        while (floats.hasRemaining()) {
            samples.put((byte) Math.clamp(Math.round(floats.get()), 0, 255));
        }
        return samples.flip();
    }

    long[] dimensions() {
        return TensorSpec.dimensions(shape);
    }

    private byte[] planes(byte[] pixels) {
        int channels = contract.mode().channels();
        int plane = pixels.length / channels;
        byte[] planes = new byte[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            planes[i % channels * plane + i / channels] = pixels[i];
        }
        return planes;
    }

    private static List<List<Long>> shapes(ImageContract contract) {
        long width = contract.width();
        long height = contract.height();
        long channels = contract.mode().channels();
        return channels == 1
                ? List.of(
                        List.of(height, width),
                        List.of(1L, height, width),
                        List.of(height, width, 1L),
                        List.of(height * width))
                : List.of(List.of(channels, height, width), List.of(height, width, channels));
    }

    private static ModelLoadException mismatch(String model, String why) {
        return new ModelLoadException(
                "the card of %s does not fit its graph: %s".formatted(model, why),
                "Correct the card's image contract, or export the graph again.");
    }
}
