package dev.etiqueta.remote;

import com.azure.storage.blob.BlobContainerClientBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/** Azurite, the emulator of Azure Storage. It verifies signatures. */
record AzureServer(ServerProcess process, int port) implements DvcServer {

    private static final String KEY = base64("key-of-a-test");

    static AzureServer start(Path folder) throws IOException {
        int port = ServerProcess.freePort();
        ServerProcess process = ServerProcess.start(
                folder,
                port,
                Map.of("AZURITE_ACCOUNTS", "team:" + KEY),
                "azurite-blob",
                "--blobHost",
                "127.0.0.1",
                "--blobPort",
                Integer.toString(port),
                "--inMemoryPersistence",
                "--skipApiVersionCheck",
                "--disableTelemetry",
                "--silent");
        AzureServer server = new AzureServer(process, port);
        new BlobContainerClientBuilder()
                .connectionString(server.connection(KEY))
                .containerName("models")
                .buildClient()
                .create();
        return server;
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private String connection(String key) {
        return "DefaultEndpointsProtocol=http;AccountName=team;AccountKey=%s;BlobEndpoint=http://127.0.0.1:%d/team;"
                .formatted(key, port);
    }

    @Override
    public String url() {
        return "azure://models/the store";
    }

    @Override
    public Map<String, String> options() {
        return Map.of("connection_string", connection(KEY));
    }

    @Override
    public Map<String, String> wrongOptions() {
        return Map.of("connection_string", connection(base64("another")));
    }

    @Override
    public void close() {
        process.close();
    }
}
