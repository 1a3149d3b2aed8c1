package dev.etiqueta.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.ToLongFunction;

/** An instance that nobody has sent, with 1 for each dimension that varies. */
final class MadeUpInstance {

    /** Inputs beyond this are not made up. */
    private static final long MAX_BYTES = 16 << 20;

    private MadeUpInstance() {}

    /**
     * A batch of it.
     *
     * @param value of each element of an input, of which as many of the low bits count as the element has; of floating
     *     point, 0 is the one that makes sense
     * @return an empty batch if it would be too large, or of text
     */
    static Batch of(Model model, ToLongFunction<TensorBuilder> value) {
        Batch batch = model.newBatch();
        for (TensorBuilder input : batch.inputs().values()) {
            long[] shape = model.instanceShape(input.spec());
            int element = input.spec().type().bytes();
            long bytes = element;
            for (int i = 0; i < shape.length && bytes <= MAX_BYTES; i++) {
                shape[i] = Math.max(1, shape[i]);
                bytes *= shape[i];
            }
            if (bytes == 0 || bytes > MAX_BYTES) {
                return model.newBatch();
            }
            input.addInstance(filled((int) bytes, element, value.applyAsLong(input)), shape);
        }
        batch.endInstance();
        return batch;
    }

    private static ByteBuffer filled(int bytes, int element, long value) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
        if (value != 0) {
            while (buffer.hasRemaining()) {
                switch (element) {
                    case 1 -> buffer.put((byte) value);
                    case 2 -> buffer.putShort((short) value);
                    case 4 -> buffer.putInt((int) value);
                    default -> buffer.putLong(value);
                }
            }
            buffer.flip();
        }
        return buffer;
    }
}
