package dev.etiqueta.remote;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The options of a remote as what they stand for. */
record TypedOptions(RemoteSettings remote) {

    private static final Duration LONGEST = Duration.ofDays(1);

    Optional<String> text(String key) {
        return remote.option(key);
    }

    /** The text of an option that must be there. */
    String required(String key, String because) {
        return text(key)
                .orElseThrow(() -> new RemoteOptionException(
                        remote, "has no %s, and %s needs it".formatted(key, because), changeSecret(key)));
    }

    /** A yes or no; no where it is not set. */
    boolean flag(String key) {
        return flag(key, false);
    }

    /** A yes or no, in any case of its letters. */
    boolean flag(String key, boolean otherwise) {
        return text(key)
                .map(text -> truth(text).orElseThrow(() -> invalid(key, text, "true or false")))
                .orElse(otherwise);
    }

    /** What a text says, where it is a yes or no. */
    static Optional<Boolean> truth(String text) {
        if (text.equalsIgnoreCase("true")) {
            return Optional.of(true);
        }
        return text.equalsIgnoreCase("false") ? Optional.of(false) : Optional.empty();
    }

    /** A time in seconds; the general time-out where it is not set. */
    Duration seconds(String key) {
        return text(key).map(text -> seconds(key, text)).orElseGet(remote::timeout);
    }

    private Duration seconds(String key, String text) {
        try {
            Duration time = Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
            if (time.isPositive() && time.compareTo(LONGEST) <= 0) {
                return time;
            }
        } catch (NumberFormatException e) {
            // told below, as all that is no time
        }
        throw invalid(key, text, "a number of seconds above 0, and at most a day,");
    }

    /** A file that can be read. */
    Optional<Path> file(String key) {
        return path(key).map(file -> {
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                throw invalid(key, file.toString(), "a file that can be read");
            }
            return file;
        });
    }

    /** The path of a file, which may not exist. */
    Optional<Path> path(String key) {
        return text(key).map(text -> {
            try {
                return Path.of(text);
            } catch (InvalidPathException e) {
                throw invalid(key, "a text that is no path", "a file");
            }
        });
    }

    /**
     * Has a secret sent only where the deployer wants it.
     *
     * @param secret what would be sent
     * @throws RemoteOptionException if the repository has named the server
     */
    void requireNamedServer(URI server, String secret) {
        if (!mayKnowSecrets(server)) {
            throw new RemoteOptionException(
                    remote,
                    "would get %s, and it is the repository that names its server, %s"
                            .formatted(secret, HostPattern.shown(HostPattern.of(server))),
                    "If that server may know it, add it to etiqueta.remote.allowed-hosts, or set etiqueta.remote.url.");
        }
    }

    /** Whether the deployer has named a server. */
    boolean mayKnowSecrets(URI server) {
        return remote.boundary().named() || remote.boundary().egress().lists(server);
    }

    /** Lets only a server be asked that may be. */
    void allow(URI server, String address) throws RemoteException {
        allow(server, remote.boundary().named(), address);
    }

    /**
     * Lets only a server be asked that may be.
     *
     * @param named whether the deployer has named it
     */
    void allow(URI server, boolean named, String address) throws RemoteException {
        try {
            remote.boundary().egress().check(server, named);
        } catch (ForbiddenHostException e) {
            throw new RemoteException(RemoteException.Reason.FAILED, address, String.valueOf(e.getMessage()), e);
        }
    }

    /** An option whose value, which is no secret, is something else than expected. */
    RemoteOptionException invalid(String key, String value, String expected) {
        return new RemoteOptionException(
                remote, "has %s = %s, where %s is expected".formatted(key, value, expected), change(key, "VALUE"));
    }

    /** How an option is set. */
    String change(String key, String value) {
        return "Run `dvc remote modify %s %s %s`.".formatted(remote.name(), key, value);
    }

    /** How a secret is set: not where git sees it. */
    String changeSecret(String key) {
        return "Run `dvc remote modify --local %s %s VALUE`.".formatted(remote.name(), key);
    }
}
