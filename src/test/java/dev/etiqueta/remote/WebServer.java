package dev.etiqueta.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * WsgiDAV over a folder, with a password. It is a WebDAV server, and read as one or as a plain HTTP server, which DVC
 * does not create folders on.
 */
record WebServer(ServerProcess process, int port, Path root, boolean webdav) implements DvcServer {

    private static final String CONFIGURATION = """
            host: 127.0.0.1
            port: %d
            provider_mapping:
              "/": "%s"
            http_authenticator:
              accept_basic: true
              accept_digest: false
              default_to_digest: false
            simple_dc:
              user_mapping:
                "*":
                  "reader":
                    password: "%s"
            """;

    private static final String PASSWORD = "pass word, with #";

    static WebServer webdav(Path folder) throws IOException {
        return start(folder, true);
    }

    static WebServer http(Path folder) throws IOException {
        return start(folder, false);
    }

    private static WebServer start(Path folder, boolean webdav) throws IOException {
        int port = ServerProcess.freePort();
        Path root = folder.resolve(webdav ? "webdav" : "http");
        Files.createDirectories(root.resolve("store"));
        Path configuration = Files.writeString(
                folder.resolve(root.getFileName() + ".yaml"), CONFIGURATION.formatted(port, root, PASSWORD));
        ServerProcess process =
                ServerProcess.start(folder, port, Map.of(), "wsgidav", "--config", configuration.toString());
        return new WebServer(process, port, root, webdav);
    }

    @Override
    public String url() {
        return "%s://127.0.0.1:%d/store".formatted(webdav ? "webdav" : "http", port);
    }

    @Override
    public Map<String, String> options() {
        Map<String, String> options = new HashMap<>(Map.of("user", "reader", "password", PASSWORD));
        if (!webdav) {
            options.put("auth", "basic");
        }
        return options;
    }

    @Override
    public Map<String, String> wrongOptions() {
        Map<String, String> options = new HashMap<>(options());
        options.put("password", "another");
        return options;
    }

    @Override
    public Path folder() {
        return webdav ? null : root.resolve("store");
    }

    @Override
    public void close() {
        process.close();
    }
}
