package dev.etiqueta.command;

/** Something that a command was asked for and cannot do; the message says why. */
final class CommandException extends RuntimeException {

    CommandException(String message) {
        super(message);
    }
}
