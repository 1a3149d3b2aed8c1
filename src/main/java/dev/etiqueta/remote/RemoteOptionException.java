package dev.etiqueta.remote;

import dev.etiqueta.failure.ActionableException;
import org.jspecify.annotations.Nullable;

/** An option of a remote, or its URL, that makes no sense. */
final class RemoteOptionException extends ActionableException {

    /**
     * Creates one.
     *
     * @param option its name in DVC
     * @param problem what is wrong, to follow the option's name; without its value where that may be secret
     */
    RemoteOptionException(RemoteSettings remote, String option, String problem, String action) {
        this(remote, option, problem, action, null);
    }

    RemoteOptionException(
            RemoteSettings remote, String option, String problem, String action, @Nullable Throwable cause) {
        super("The option %s of the remote %s %s".formatted(option, remote.name(), problem), action, cause);
    }

    /** Of the remote as a whole. */
    RemoteOptionException(RemoteSettings settings, String problem, String action) {
        super("the remote '%s' %s".formatted(settings.name(), problem), action, null);
    }
}
