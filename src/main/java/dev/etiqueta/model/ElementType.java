package dev.etiqueta.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo.OnnxTensorType;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a tensor consists of, by the names of ONNX. */
public enum ElementType {
    UINT8(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8, OnnxJavaType.UINT8, 1),
    INT8(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8, OnnxJavaType.INT8, 1),
    INT16(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16, OnnxJavaType.INT16, 2),
    INT32(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32, OnnxJavaType.INT32, 4),
    INT64(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64, OnnxJavaType.INT64, 8),
    FLOAT16(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16, OnnxJavaType.FLOAT16, 2),
    BFLOAT16(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16, OnnxJavaType.BFLOAT16, 2),
    FLOAT(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT, OnnxJavaType.FLOAT, 4),
    DOUBLE(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE, OnnxJavaType.DOUBLE, 8),
    BOOL(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL, OnnxJavaType.BOOL, 1),
    /** Text; its elements have no size in common. */
    STRING(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING, OnnxJavaType.STRING, 0),
    // In Java they are the signed ones of their size; see UnsignedTensors.
    UINT16(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16, OnnxJavaType.INT16, 2),
    UINT32(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32, OnnxJavaType.INT32, 4),
    UINT64(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64, OnnxJavaType.INT64, 8),
    /** No tensor, or one of an exotic type. */
    OTHER(OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_UNDEFINED, null, 0);

    private final OnnxTensorType onnxType;
    private final @Nullable OnnxJavaType javaType;
    private final int bytes;

    ElementType(OnnxTensorType onnxType, @Nullable OnnxJavaType javaType, int bytes) {
        this.onnxType = onnxType;
        this.javaType = javaType;
        this.bytes = bytes;
    }

    static ElementType of(OnnxTensorType onnxType) {
        for (ElementType type : values()) {
            if (type.onnxType == onnxType) {
                return type;
            }
        }
        return OTHER;
    }

    /** The first of those that Java has one type for. */
    static ElementType of(OnnxJavaType javaType) {
        for (ElementType type : values()) {
            if (type.javaType == javaType) {
                return type;
            }
        }
        return OTHER;
    }

    /** Bytes of one element; 0 for text. */
    public int bytes() {
        return bytes;
    }

    /** The least of the whole numbers that it has, if that is what it has. */
    public long least() {
        return switch (this) {
            case INT8 -> Byte.MIN_VALUE;
            case INT16 -> Short.MIN_VALUE;
            case INT32 -> Integer.MIN_VALUE;
            case INT64 -> Long.MIN_VALUE;
            default -> 0;
        };
    }

    /** The greatest of them, as far as a long has it. */
    public long greatest() {
        return switch (this) {
            case UINT8 -> 0xff;
            case UINT16 -> 0xffff;
            case UINT32 -> 0xffff_ffffL;
            case INT8 -> Byte.MAX_VALUE;
            case INT16 -> Short.MAX_VALUE;
            case INT32 -> Integer.MAX_VALUE;
            default -> Long.MAX_VALUE;
        };
    }

    /** Whether it has whole numbers. */
    public boolean isWhole() {
        return switch (this) {
            case UINT8, UINT16, UINT32, UINT64, INT8, INT16, INT32, INT64 -> true;
            default -> false;
        };
    }

    /** Whether the runtime's Java interface can only read tensors of it, and not make them. */
    boolean isOnlyRead() {
        return this == UINT16 || this == UINT32 || this == UINT64;
    }

    /** How the runtime calls it in Java; null where no such tensor can be made. */
    @Nullable
    OnnxJavaType javaType() {
        return javaType;
    }

    /** The name in lower case, as ONNX and the service's answers write it. */
    @Override
    @JsonValue
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
