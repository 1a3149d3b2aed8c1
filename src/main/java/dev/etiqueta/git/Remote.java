package dev.etiqueta.git;

import java.util.Collection;
import org.eclipse.jgit.lib.ObjectId;

/** The repository that revisions are read from. Safe for several threads. */
interface Remote {

    /**
     * Asks for refs, in one connection.
     *
     * @param prefixes of the full names; a server may answer with more
     * @throws GitException if there is no answer, or not the repository's
     */
    Refs refs(Collection<String> prefixes);

    /**
     * Brings objects into a store, in one connection where the server can do what is asked of it.
     *
     * @return false where the server has no such objects, or gives them only to those who ask for a ref
     * @throws GitException if there is no answer, or not the repository's
     * @throws TooLargeException if an object is longer than the extent allows
     */
    boolean fetch(Collection<ObjectId> wanted, Extent extent, Store store) throws TooLargeException;
}
