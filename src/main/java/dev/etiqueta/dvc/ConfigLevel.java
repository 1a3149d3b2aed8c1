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
 * @param name how messages call it
 * @param file its content
 * @param origin who has written it
 * @param folder that its paths are relative to; empty for a project that lies in no folder of this machine
 */
record ConfigLevel(String name, ConfigFile file, Origin origin, Optional<Path> folder) {

    static final String URL = "url";

    private static final Set<String> PATHS =
            Set.of("credentialpath", "configpath", "keyfile", "cert_path", "key_path", "known_hosts");

    /** A path, or whether certificates are verified at all. */
    private static final String VERIFY = "ssl_verify";

    /**
     * What it says of a remote, as far as its author may say it.
     *
     * @throws DvcException if a repository says what only the deployer may
     */
    Map<String, RemoteOption> remote(String remote) {
        Map<String, String> said = file.remoteOptions(remote);
        Map<String, String> taken = origin == Origin.REPOSITORY ? RepositoryOptions.taken(name, remote, said) : said;
        Map<String, RemoteOption> options = new LinkedHashMap<>();
        taken.forEach((key, value) -> options.put(key, new RemoteOption(resolved(key, value), origin)));
        return options;
    }

    /** Whether the value of an option is the path of a file. */
    static boolean isPath(String key, String value) {
        return PATHS.contains(key) || (key.equals(VERIFY) && !isFlag(value));
    }

    private String resolved(String key, String value) {
        boolean path = isPath(key, value);
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
