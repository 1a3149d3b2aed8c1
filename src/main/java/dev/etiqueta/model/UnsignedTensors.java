package dev.etiqueta.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes tensors of unsigned integers of 16 bits and more. The runtime's Java interface cannot, but the runtime itself has
 * an operator that gives the bits of a signed one another type; the graphs that do so are made by {@code casts.py}.
 */
final class UnsignedTensors implements AutoCloseable {

    private final Map<ElementType, OrtSession> casts = new EnumMap<>(ElementType.class);

    /**
     * Loads what the inputs of a signature need, which mostly is nothing.
     *
     * @throws OrtException if the runtime refuses; nothing is left in memory
     */
    static UnsignedTensors of(Signature signature, OrtEnvironment environment) throws OrtException {
        UnsignedTensors tensors = new UnsignedTensors();
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(1);
            for (TensorSpec input : signature.inputs()) {
                if (input.type().isOnlyRead() && !tensors.casts.containsKey(input.type())) {
                    tensors.casts.put(input.type(), environment.createSession(graph(input.type()), options));
                }
            }
            return tensors;
        } catch (OrtException e) {
            tensors.close();
            throw e;
        }
    }

    private static byte[] graph(ElementType type) {
        String name = "to_%s.onnx".formatted(type);
        try (@Nullable InputStream in = UnsignedTensors.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("the jar cannot be read", e);
        }
    }

    /**
     * The same bits as unsigned integers.
     *
     * @param signed of the signed type of the same size; closed by the caller
     * @return holds one tensor, which is freed with it
     */
    OrtSession.Result cast(ElementType type, OnnxTensor signed) throws OrtException {
        return Objects.requireNonNull(casts.get(type)).run(Map.of("x", signed));
    }

    @Override
    public void close() throws OrtException {
        for (OrtSession cast : casts.values()) {
            cast.close();
        }
    }
}
