package dev.etiqueta.image;

/** An image that cannot become what the contract asks for; the message says what was found and what was expected. */
public final class ImageException extends RuntimeException {

    /** Why an image was refused. */
    public enum Reason {
        /** The bytes are of no format that is decoded here. */
        NOT_AN_IMAGE,
        /** The format is known, this form of it is not decoded. */
        UNSUPPORTED,
        /** Truncated, or damaged in another way. */
        DAMAGED,
        /** More pixels than the limit allows. */
        TOO_MANY_PIXELS,
        /** A sound image of a size that the contract refuses. */
        WRONG_SIZE
    }

    private final Reason reason;

    ImageException(Reason reason, String message) {
        // A refused image is the client's mistake and a normal case: the stack says nothing and costs much.
        super(message, null, false, false);
        this.reason = reason;
    }

    static ImageException damaged(String message) {
        return new ImageException(Reason.DAMAGED, message);
    }

    public Reason reason() {
        return reason;
    }
}
