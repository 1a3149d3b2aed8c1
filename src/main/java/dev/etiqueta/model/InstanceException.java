package dev.etiqueta.model;

/** Instances that do not fit a model's signature; the message says what was found and what was expected. */
public final class InstanceException extends RuntimeException {

    public InstanceException(String message) {
        // The client's mistake and a normal case: the stack says nothing and costs much.
        super(message, null, false, false);
    }
}
