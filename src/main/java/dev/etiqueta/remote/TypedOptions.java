package dev.etiqueta.remote;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The options of a remote as what they stand for. */
record TypedOptions(RemoteSettings remote) {

    private static final Duration LONGEST = Duration.ofDays(1);

    /** The text of an option that must be there. */
    String required(String key, String because) {
        return remote.option(key)
                .orElseThrow(() -> new RemoteOptionException(
                        remote, key, "is not set, and " + because + " needs it", "Set it, in .dvc/config.local say."));
    }

    /** A yes or no; no where it is not set. */
    boolean flag(String key) {
        return switch (remote.option(key).orElse("false").toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new RemoteOptionException(remote, key, "is neither true nor false", "Write one of them.");
        };
    }

    /** A time in seconds; the first of the keys that is set, else the general time-out. */
    Duration seconds(String... keys) {
        for (String key : keys) {
            Optional<String> text = remote.option(key);
            if (text.isPresent()) {
                return seconds(key, text.get());
            }
        }
        return remote.timeout();
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
        throw new RemoteOptionException(
                remote, key, "is `" + text + "`", "Write a number of seconds above 0, and at most a day.");
    }

    /** A file that can be read. */
    Optional<Path> file(String key) {
        return remote.option(key).map(text -> {
            Path file = path(key, text);
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                throw new RemoteOptionException(
                        remote,
                        key,
                        "names " + file + ", which is no file that can be read",
                        "Put the file there, let this user read it, or name another.");
            }
            return file;
        });
    }

    private Path path(String key, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new RemoteOptionException(remote, key, "is no path of a file", "Name a file.", e);
        }
    }
}
