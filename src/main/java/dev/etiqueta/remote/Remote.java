package dev.etiqueta.remote;

import java.io.InputStream;

/**
 * A place that objects are read from, such as a folder or a bucket. Only single objects are asked for, never a list, so
 * that the right to read an object is all it takes. Nothing that comes from it is trusted: whoever reads it hashes it.
 * Safe for several threads.
 */
public interface Remote extends AutoCloseable {

    /**
     * Opens an object, in one attempt.
     *
     * @param path its place below the remote's root, such as {@code files/md5/d3/b07384d113edec49eaa6238ad5ff00}
     * @return its bytes; what goes wrong while it is read is a {@link RemoteException} too, a body that ends before
     *     its announced length included
     * @throws IllegalArgumentException if the path does not stay below the root
     * @throws RemoteException if there is no such object, or it cannot be had
     */
    InputStream open(String path) throws RemoteException;

    /** How messages name an object: its full URL or path, without secrets. */
    String address(String path);

    @Override
    default void close() {}
}
