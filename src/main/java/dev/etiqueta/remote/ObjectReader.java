package dev.etiqueta.remote;

import java.io.IOException;
import java.io.InputStream;

/**
 * What is made of the bytes of an object.
 *
 * @param <T> what is made
 */
@FunctionalInterface
public interface ObjectReader<T> {

    /**
     * Reads an object from its first byte on; called anew for every attempt.
     *
     * @param in closed by the caller
     */
    T read(InputStream in) throws IOException;
}
