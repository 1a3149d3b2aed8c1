package dev.etiqueta.model;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The instances of one request, for one model. Belongs to one thread. */
public final class Batch {

    private final Map<String, TensorBuilder> inputs = new LinkedHashMap<>();
    private final @Nullable ImageInput images;
    private final long[] imageShape;
    private int size;

    Batch(Signature signature, @Nullable ImageInput images) {
        for (TensorSpec input : signature.inputs()) {
            inputs.put(input.name(), new TensorBuilder(input, images == null ? input.instanceShape() : images.shape()));
        }
        this.images = images;
        this.imageShape = images == null ? new long[0] : images.dimensions();
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
        addElements(withImages().elements(pixels), imageShape);
    }

    /** Whether the instances are images, of which there are {@link #pixels}. */
    public boolean holdsImages() {
        return images != null;
    }

    /**
     * The samples of an instance, as the model gets them, however they came. They are in the order of the graph's input;
     * where that takes floats, which may come as JSON, they are rounded to 0-255, and copied.
     *
     * @param instance its position
     * @return read-only, from 0 to the limit
     * @throws IllegalStateException if the model has no image contract
     */
    public ByteBuffer pixels(int instance) {
        return withImages().samples(onlyInput().bytes(instance, 1)).asReadOnlyBuffer();
    }

    private ImageInput withImages() {
        if (images == null) {
            throw new IllegalStateException("the model has no image contract");
        }
        return images;
    }

    private TensorBuilder onlyInput() {
        return inputs.values().iterator().next();
    }

    /** Adds an instance of the only input, in its own form. */
    void addElements(ByteBuffer elements, long[] shape) {
        onlyInput().addInstance(elements, shape);
        size++;
    }
}
