package dev.etiqueta.dvc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;

/**
 * Where objects are read from by their place in DVC's layout. Nothing that comes from a store is trusted: the reader
 * hashes it.
 */
interface ObjectStore {

    /**
     * Opens an object.
     *
     * @param path its place below the store's root, such as {@code files/md5/d3/b07384d113edec49eaa6238ad5ff00}
     * @throws NoSuchFileException if the store has no such object
     * @throws IOException if it cannot be read
     */
    InputStream open(String path) throws IOException;

    /** How messages name the store: an address without secrets. */
    String location();
}
