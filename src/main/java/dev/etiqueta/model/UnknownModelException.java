package dev.etiqueta.model;

import java.util.Collection;
import java.util.List;

/** A name that no served model has. */
public final class UnknownModelException extends RuntimeException {

    private final String name;
    private final List<String> served;

    public UnknownModelException(String name, Collection<String> served) {
        super("there is no model '%s'; served are %s".formatted(name, String.join(", ", served)), null, false, false);
        this.name = name;
        this.served = List.copyOf(served);
    }

    public String name() {
        return name;
    }

    /** The names of the models that are served. */
    public List<String> served() {
        return served;
    }
}
