package dev.etiqueta.request;

/** What is wrong with a request, for each protocol to say in its own way. */
public enum Fault {
    /** It is not what the protocol has. */
    INVALID,
    /** It is, and does not fit the model. */
    UNPROCESSABLE,
    /** Its bytes are of a kind that is not taken. */
    UNSUPPORTED,
    /** It names what is not there. */
    NOT_FOUND,
    /** Somebody else has said something different. */
    CONFLICT,
    /** It has more than is accepted. */
    TOO_LARGE,
    /** It has not arrived in time. */
    TOO_SLOW,
    /** It is right, and can be answered another time. */
    UNAVAILABLE,
    /** It is right, and the service is not. */
    FAILED
}
