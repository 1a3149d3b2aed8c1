package dev.etiqueta.git;

/** An object is longer than what was asked for may be; nothing of it has been kept. */
final class TooLargeException extends Exception {

    TooLargeException(Throwable cause) {
        super(cause);
    }
}
