package dev.etiqueta.remote;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** What the tests of remotes do with one. */
final class RemoteTester {

    private RemoteTester() {}

    static Remote open(String url, Map<String, String> options) {
        return open(url, options, Duration.ofSeconds(20));
    }

    static Remote open(String url, Map<String, String> options, Duration timeout) {
        return Remotes.open(new RemoteSettings("storage", url, options, timeout));
    }

    static String read(Remote remote, String path) throws IOException {
        try (InputStream in = remote.open(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static RemoteException failure(Remote remote, String path) {
        return catchThrowableOfType(RemoteException.class, () -> read(remote, path));
    }
}
