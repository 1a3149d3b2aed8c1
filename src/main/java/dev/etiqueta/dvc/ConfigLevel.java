package dev.etiqueta.dvc;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One file of the configuration.
 *
 * @param file its content
 * @param folder that its paths are relative to; empty for a project that lies in no folder of this machine
 */
record ConfigLevel(ConfigFile file, Optional<Path> folder) {

    static final String URL = "url";

    private static final Set<String> PATHS =
            Set.of("credentialpath", "configpath", "keyfile", "cert_path", "key_path", "known_hosts");

    /** A path, or whether certificates are verified at all. */
    private static final String VERIFY = "ssl_verify";

    /** What it says of a remote. */
    Map<String, String> remote(String name) {
        Map<String, String> options = new LinkedHashMap<>();
        file.remoteOptions(name).forEach((key, value) -> options.put(key, resolved(key, value)));
        return options;
    }

    private String resolved(String key, String value) {
        boolean path = PATHS.contains(key) || (key.equals(VERIFY) && !isFlag(value));
        if (key.equals(URL) && !RemoteLocation.hasScheme(value)) {
            return home(value);
        }
        return path
                ? folder.map(base -> base.resolve(home(value)).normalize().toString())
                        .orElse(home(value))
                : value;
    }

    static String home(String path) {
        boolean home = path.equals("~") || path.startsWith("~/");
        return home ? System.getProperty("user.home") + path.substring(1) : path;
    }

    private static boolean isFlag(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "false" -> true;
            default -> false;
        };
    }
}
