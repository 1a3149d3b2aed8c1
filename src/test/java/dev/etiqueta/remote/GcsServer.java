package dev.etiqueta.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The emulator of Google Cloud Storage that Go projects test with. It lets everyone in. */
record GcsServer(ServerProcess process, int port) implements DvcServer {

    static GcsServer start(Path folder) throws IOException {
        int port = ServerProcess.freePort();
        Path buckets = folder.resolve("gcs");
        Files.createDirectories(buckets.resolve("models"));
        String endpoint = "http://127.0.0.1:" + port;
        ServerProcess process = ServerProcess.start(
                folder,
                port,
                Map.of(),
                "fake-gcs-server",
                "-scheme",
                "http",
                "-host",
                "127.0.0.1",
                "-port",
                Integer.toString(port),
                "-backend",
                "filesystem",
                "-filesystem-root",
                buckets.toString(),
                "-external-url",
                endpoint);
        return new GcsServer(process, port);
    }

    @Override
    public String url() {
        return "gs://models/the-store";
    }

    @Override
    public Map<String, String> options() {
        return Map.of("endpointurl", "http://127.0.0.1:" + port, "allow_anonymous_login", "true");
    }

    @Override
    public Map<String, String> wrongOptions() {
        return Map.of();
    }

    @Override
    public void close() {
        process.close();
    }
}
