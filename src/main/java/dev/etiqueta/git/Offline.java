package dev.etiqueta.git;

import java.util.Collection;
import org.eclipse.jgit.lib.ObjectId;

/** No remote: what is not in the store is not there. */
final class Offline implements Remote {

    @Override
    public Refs refs(Collection<String> prefixes) {
        throw new IllegalStateException("nothing is asked of a remote here");
    }

    @Override
    public boolean fetch(Collection<ObjectId> wanted, Extent extent, Store store) {
        throw new GitException(
                GitException.Reason.UNREACHABLE,
                "not all of it has been fetched",
                "Ask for it when the remote is there.");
    }
}
