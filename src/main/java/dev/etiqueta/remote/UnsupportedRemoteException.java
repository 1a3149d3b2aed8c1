package dev.etiqueta.remote;

import dev.etiqueta.failure.ActionableException;

/** A remote of a kind that is not read here. */
public final class UnsupportedRemoteException extends ActionableException {

    UnsupportedRemoteException(String description, String action) {
        super(description, action, null);
    }
}
