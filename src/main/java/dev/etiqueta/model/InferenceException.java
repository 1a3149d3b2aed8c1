package dev.etiqueta.model;

/** A run that the ONNX runtime gave up. */
public final class InferenceException extends RuntimeException {

    InferenceException(String message, Throwable cause) {
        super(message, cause);
    }
}
