package dev.etiqueta.inference;

import dev.etiqueta.model.ElementType;
import org.jspecify.annotations.Nullable;

/** The types of tensors, by the names of the Open Inference Protocol. */
public enum Datatype {
    BOOL(ElementType.BOOL),
    UINT8(ElementType.UINT8),
    UINT16(ElementType.UINT16),
    UINT32(ElementType.UINT32),
    UINT64(ElementType.UINT64),
    INT8(ElementType.INT8),
    INT16(ElementType.INT16),
    INT32(ElementType.INT32),
    INT64(ElementType.INT64),
    FP16(ElementType.FLOAT16),
    BF16(ElementType.BFLOAT16),
    FP32(ElementType.FLOAT),
    FP64(ElementType.DOUBLE),
    BYTES(ElementType.STRING);

    private final ElementType type;

    Datatype(ElementType type) {
        this.type = type;
    }

    /** Null where there is none of that name. */
    public static @Nullable Datatype parse(String name) {
        for (Datatype datatype : values()) {
            if (datatype.name().equals(name)) {
                return datatype;
            }
        }
        return null;
    }

    /** Null where the protocol has no name for it. */
    public static @Nullable Datatype of(ElementType type) {
        for (Datatype datatype : values()) {
            if (datatype.type == type) {
                return datatype;
            }
        }
        return null;
    }

    public ElementType type() {
        return type;
    }

    /** The upper half of a float, rounded to the nearest, and to the even one of two. */
    static short floatToBf16(float value) {
        int bits = Float.floatToIntBits(value);
        int half = Float.isNaN(value) ? 0 : 0x7fff + ((bits >>> 16) & 1);
        return (short) ((bits + half) >>> 16);
    }

    static float bf16ToFloat(short value) {
        return Float.intBitsToFloat(value << 16);
    }
}
