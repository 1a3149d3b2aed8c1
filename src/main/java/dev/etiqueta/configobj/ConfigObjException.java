package dev.etiqueta.configobj;

import dev.etiqueta.failure.ActionableException;

/** A file that ConfigObj would not read; the message names the file and the line, and no values. */
public final class ConfigObjException extends ActionableException {

    ConfigObjException(String description, String action) {
        super(description, action, null);
    }
}
