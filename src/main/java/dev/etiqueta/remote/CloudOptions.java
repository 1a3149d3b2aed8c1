package dev.etiqueta.remote;

import java.time.Duration;
import java.util.Optional;

/** The options of a remote, as the types that DVC checks them for. */
record CloudOptions(RemoteSettings settings) {

    Optional<String> text(String key) {
        return settings.option(key);
    }

    /**
     * A truth value.
     *
     * @throws RemoteOptionException for a text that is neither {@code true} nor {@code false}, in any case
     */
    boolean flag(String key, boolean otherwise) {
        return text(key)
                .map(value -> switchOf(value).orElseThrow(() -> invalid(key, value, "true or false")))
                .orElse(otherwise);
    }

    /** What a text says, where it is a truth value. */
    static Optional<Boolean> switchOf(String value) {
        if (value.equalsIgnoreCase("true")) {
            return Optional.of(true);
        }
        return value.equalsIgnoreCase("false") ? Optional.of(false) : Optional.empty();
    }

    /**
     * A number of seconds.
     *
     * @return the remote's time-out where the option is not set
     * @throws RemoteOptionException for anything but a whole number from 1 to a day
     */
    Duration seconds(String key) {
        return text(key)
                .map(value -> {
                    if (!value.matches("\\d{1,5}") || value.matches("0+") || Integer.parseInt(value) > 86_400) {
                        throw invalid(key, value, "a whole number of seconds from 1 to 86400");
                    }
                    return Duration.ofSeconds(Integer.parseInt(value));
                })
                .orElseGet(settings::timeout);
    }

    private RemoteOptionException invalid(String key, String value, String expected) {
        return new RemoteOptionException(
                settings, "has %s = %s, where %s is expected".formatted(key, value, expected), change(key, "VALUE"));
    }

    /** How an option is set. */
    String change(String key, String value) {
        return "Run `dvc remote modify %s %s %s`.".formatted(settings.name(), key, value);
    }

    /** How a secret is set: not where git sees it. */
    String changeSecret(String key) {
        return "Run `dvc remote modify --local %s %s VALUE`.".formatted(settings.name(), key);
    }
}
