package dev.etiqueta.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The tensors of one run, in native memory of this run alone: as quick as a pool, and nothing to give back or to leak. */
final class RunInputs implements AutoCloseable {

    private final OrtEnvironment environment;
    private final UnsignedTensors unsigned;
    private final Arena arena = Arena.ofConfined();
    private final Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    private final List<OrtSession.Result> casts = new ArrayList<>(0);
    private final List<OnnxTensor> made = new ArrayList<>();

    RunInputs(OrtEnvironment environment, UnsignedTensors unsigned) {
        this.environment = environment;
        this.unsigned = unsigned;
    }

    /** Adds numbers or truth values, which are copied. */
    void add(String name, ElementType type, ByteBuffer bytes, long[] shape) throws OrtException {
        // Not cleared before, as allocate would. What malloc gives is aligned for any element.
        MemorySegment memory = arena.allocateFrom(
                ValueLayout.JAVA_BYTE, MemorySegment.ofBuffer(bytes), ValueLayout.JAVA_BYTE, 0, bytes.remaining());
        OnnxTensor tensor = OnnxTensor.createTensor(
                environment,
                memory.asByteBuffer().order(ByteOrder.nativeOrder()),
                shape,
                Objects.requireNonNull(type.javaType()));
        made.add(tensor);
        if (type.isOnlyRead()) {
            OrtSession.Result cast = unsigned.cast(type, tensor);
            casts.add(cast);
            tensor = (OnnxTensor) cast.get(0);
        }
        tensors.put(name, tensor);
    }

    /** Adds texts. */
    void addText(String name, String[] text, long[] shape) throws OrtException {
        OnnxTensor tensor = OnnxTensor.createTensor(environment, text, shape);
        made.add(tensor);
        tensors.put(name, tensor);
    }

    Map<String, OnnxTensor> tensors() {
        return tensors;
    }

    @Override
    public void close() {
        casts.forEach(OrtSession.Result::close);
        made.forEach(OnnxTensor::close);
        arena.close();
    }
}
