package dev.etiqueta.remote;

import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an SSH remote lies, and as who it is read. Options come before what the URL says, as in DVC.
 *
 * @param root the folder of the remote, without a slash at its end
 * @param key the one of {@code keyfile}
 * @param knownHosts the file with the keys of hosts
 */
record SshTarget(
        String host,
        int port,
        String user,
        Optional<String> password,
        Optional<KeyPair> key,
        Path knownHosts,
        String root,
        Duration timeout) {

    private static final Pattern URL = Pattern.compile(
            "\\w+://(?:([^@:/]*)(?::([^@/]*))?@)?(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._-]+)(?::(\\d*))?(/.*?)??/*");
    private static final int DEFAULT_PORT = 22;

    static SshTarget of(RemoteSettings remote) {
        TypedOptions options = new TypedOptions(remote);
        Matcher url = URL.matcher(remote.url());
        if (!url.matches()) {
            throw new RemoteOptionException(
                    remote,
                    "has a url that is not of the form ssh://USER@HOST:PORT/PATH",
                    options.change("url", "ssh://USER@HOST:PORT/PATH"));
        }
        Optional<String> password = options.text("password").or(() -> given(url.group(2)));
        Optional<String> passphrase = options.text("passphrase").or(() -> password);
        return new SshTarget(
                url.group(3).replaceAll("[\\[\\]]", ""),
                port(options, options.text("port").or(() -> given(url.group(4)))),
                options.text("user").or(() -> given(url.group(1))).orElseGet(() -> System.getProperty("user.name")),
                password,
                options.file("keyfile").map(file -> KeyFile.read(options, "keyfile", passphrase)),
                options.file("known_hosts")
                        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".ssh", "known_hosts")),
                url.group(5) == null ? "" : url.group(5),
                options.seconds("timeout"));
    }

    /** Without the user: what of it says which server is asked. */
    URI server() {
        return URI.create("ssh://%s:%d".formatted(host.indexOf(':') < 0 ? host : "[%s]".formatted(host), port));
    }

    String file(String path) {
        return root + "/" + path;
    }

    String address(String path) {
        String authority = port == DEFAULT_PORT ? host : host + ":" + port;
        return "ssh://%s%s".formatted(authority, file(path));
    }

    /** Says nothing of the password. */
    @Override
    public String toString() {
        return address("");
    }

    private static Optional<String> given(String text) {
        return Optional.ofNullable(text).filter(value -> !value.isEmpty());
    }

    private static int port(TypedOptions options, Optional<String> text) {
        String digits = text.orElse(String.valueOf(DEFAULT_PORT));
        int port = digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : 0;
        if (port < 1 || port > 65535) {
            throw options.invalid("port", digits, "a number from 1 to 65535");
        }
        return port;
    }
}
