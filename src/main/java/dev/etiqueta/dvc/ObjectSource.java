package dev.etiqueta.dvc;

/** Where the contents of objects come from. Each byte that it gives is verified. */
interface ObjectSource {

    /** Sees to it that {@link #read} will not need the remote, as far as there is a cache. */
    void fetch(ObjectRequest wanted);

    /**
     * Reads an object into memory.
     *
     * @throws DvcException if it cannot be had, or is not what its digest promises
     */
    byte[] read(ObjectRequest wanted);
}
