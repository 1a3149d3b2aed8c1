package dev.etiqueta.model;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The instances of one request, for one model. Belongs to one thread. */
public final class Batch {

    private final Map<String, TensorBuilder> inputs = new LinkedHashMap<>();
    private final @Nullable ImageInput images;
    private final long @Nullable [] imageShape;
    private int size;

    Batch(Signature signature, @Nullable ImageInput images) {
        for (TensorSpec input : signature.inputs()) {
            inputs.put(input.name(), new TensorBuilder(input, images == null ? input.instanceShape() : images.shape()));
        }
        this.images = images;
        this.imageShape = images == null ? null : images.dimensions();
    }

    /** Instances so far. */
    public int size() {
        return size;
    }

    /** The inputs by name, in the graph's order. An instance gives each of them one value. */
    public Map<String, TensorBuilder> inputs() {
        return inputs;
    }

    /**
     * Ends an instance that was given to the {@link #inputs}.
     *
     * @throws InstanceException if an input was left out
     */
    public void endInstance() {
        size++;
        inputs.forEach((name, input) -> {
            if (input.instances() != size) {
                throw new InstanceException("instance %d: the input '%s' is missing; expected are %s"
                        .formatted(size - 1, name, inputs.keySet()));
            }
        });
    }

    /**
     * Adds an image as an instance.
     *
     * @param pixels height x width x channels samples of the model's image contract
     * @throws IllegalStateException if the model has no image contract
     */
    public void addImage(byte[] pixels) {
        if (images == null || imageShape == null) {
            throw new IllegalStateException("the model has no image contract");
        }
        addElements(images.elements(pixels), imageShape);
    }

    /** Adds an instance of the only input, in its own form. */
    void addElements(ByteBuffer elements, long[] shape) {
        inputs.values().iterator().next().addInstance(elements, shape);
        size++;
    }
}
