package dev.etiqueta.model;

import ai.onnxruntime.platform.Fp16Conversions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers and truth values of one type as they come, in this machine's byte order. It grows with them. */
public final class ElementBuffer {

    private static final int INITIAL_BYTES = 1024;
    private static final int FLOAT16_MAX = 65504;

    /** What rounds to the largest float: its shortest decimal form is a little larger than the number itself. */
    private static final double FLOAT_MAX = 3.4028235e38;

    private final ElementType type;
    private ByteBuffer data = ByteBuffer.allocate(INITIAL_BYTES).order(ByteOrder.nativeOrder());

    public ElementBuffer(ElementType type) {
        this.type = type;
    }

    /** How many bytes the elements so far have. */
    int length() {
        return data.position();
    }

    /** Whether a whole number is one of the type's. */
    public boolean takes(long value) {
        return switch (type) {
            case FLOAT, DOUBLE, BFLOAT16 -> true;
            case FLOAT16 -> value >= -FLOAT16_MAX && value <= FLOAT16_MAX;
            default -> type.isWhole() && value >= type.least() && value <= type.greatest();
        };
    }

    /** Whether a finite number rounds to one of the type's, which are no whole numbers. */
    public boolean takes(double value) {
        return switch (type) {
            case FLOAT, BFLOAT16 -> Math.abs(value) <= FLOAT_MAX;
            case DOUBLE -> Math.abs(value) <= Double.MAX_VALUE;
            case FLOAT16 -> Math.abs(value) <= FLOAT16_MAX;
            default -> false;
        };
    }

    /** Adds a truth value. */
    public void put(boolean value) {
        room(1).put((byte) (value ? 1 : 0));
    }

    /** Adds a whole number, or the bits of an unsigned one, which the type {@linkplain #takes(long) takes}. */
    public void put(long value) {
        switch (type) {
            case FLOAT, DOUBLE, FLOAT16, BFLOAT16 -> put((double) value);
            default -> {
                switch (type.bytes()) {
                    case Byte.BYTES -> room(Byte.BYTES).put((byte) value);
                    case Short.BYTES -> room(Short.BYTES).putShort((short) value);
                    case Integer.BYTES -> room(Integer.BYTES).putInt((int) value);
                    default -> room(Long.BYTES).putLong(value);
                }
            }
        }
    }

    /** Adds a number of a type that has no whole ones: one that it {@linkplain #takes(double) takes}, NaN, or an infinity. */
    public void put(double value) {
        switch (type) {
            case DOUBLE -> room(Double.BYTES).putDouble(value);
            case FLOAT16 -> room(Short.BYTES).putShort(Fp16Conversions.floatToFp16((float) value));
            case BFLOAT16 -> room(Short.BYTES).putShort(Fp16Conversions.floatToBf16((float) value));
            default -> room(Float.BYTES).putFloat((float) value);
        }
    }

    /**
     * Adds many whole numbers, up to the first that the type does not take.
     *
     * @param count of the values, how many of the first
     * @return how many were added
     */
    public int putAll(long[] values, int count) {
        if (type == ElementType.UINT8) {
            return putBytes(values, count);
        }
        for (int i = 0; i < count; i++) {
            if (!takes(values[i])) {
                return i;
            }
            put(values[i]);
        }
        return count;
    }

    /** Samples of images, which most of all numbers are. */
    private int putBytes(long[] values, int count) {
        byte[] bytes = room(count).array();
        int from = data.position();
        int i = 0;
        while (i < count && (values[i] & ~0xffL) == 0) {
            bytes[from + i] = (byte) values[i];
            i++;
        }
        data.position(from + i);
        return i;
    }

    /** Adds many numbers, as {@link #putAll(long[], int)} does. */
    public int putAll(double[] values, int count) {
        for (int i = 0; i < count; i++) {
            if (!takes(values[i])) {
                return i;
            }
            put(values[i]);
        }
        return count;
    }

    /** Adds elements that are there as bytes. */
    void putBytes(ByteBuffer elements) {
        room(elements.remaining()).put(elements);
    }

    /** All elements; not a copy. */
    public ByteBuffer bytes() {
        return data.duplicate().order(ByteOrder.nativeOrder()).flip();
    }

    /** The data, with room for so many more bytes. */
    private ByteBuffer room(int bytes) {
        if (data.remaining() < bytes) {
            int capacity = Math.toIntExact(
                    Math.max(Math.min(4L * data.capacity(), Integer.MAX_VALUE - 8), (long) data.position() + bytes));
            data = ByteBuffer.allocate(capacity).order(ByteOrder.nativeOrder()).put(data.flip());
        }
        return data;
    }
}
