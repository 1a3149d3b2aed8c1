package dev.etiqueta.remote;

import dev.etiqueta.failure.ActionableException;
import dev.etiqueta.failure.Blame;
import org.jspecify.annotations.Nullable;

/** An option of a remote, or its URL, that makes no sense. */
final class RemoteOptionException extends ActionableException {

    /**
     * Creates one.
     *
     * @param problem what is wrong, to follow the remote's name, such as {@code has no password}; it names the option,
     *     and its value only where that is no secret
     */
    RemoteOptionException(RemoteSettings remote, String problem, String action) {
        this(remote, problem, action, null);
    }

    /** Creates one with a cause, whose message has no secret in it either. */
    RemoteOptionException(RemoteSettings remote, String problem, String action, @Nullable Throwable cause) {
        super("the remote '%s' %s".formatted(remote.name(), problem), action, cause);
    }

    /** Somebody may set it right where the service runs, such as by mounting a file that is missing. */
    @Override
    public Blame blame() {
        return Blame.ACCESS;
    }
}
