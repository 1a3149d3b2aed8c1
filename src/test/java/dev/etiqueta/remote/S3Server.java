package dev.etiqueta.remote;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The S3 gateway of Versity over a folder. It verifies signatures. */
record S3Server(ServerProcess process, String endpoint) implements DvcServer {

    private static final String KEY = "AKIAEXAMPLE";
    private static final String SECRET = "secret-of-a-test";
    private static final String BUCKET = "models.of-the.team";

    static S3Server start(Path folder) throws IOException {
        int port = ServerProcess.freePort();
        Path objects = Files.createDirectories(folder.resolve("s3"));
        Path metadata = Files.createDirectories(folder.resolve("attributes"));
        ServerProcess process = ServerProcess.start(
                folder,
                port,
                Map.of("ROOT_ACCESS_KEY", KEY, "ROOT_SECRET_KEY", SECRET),
                "versitygw",
                "--port",
                "127.0.0.1:" + port,
                "--region",
                "eu-south-2",
                "posix",
                "--sidecar",
                metadata.toString(),
                objects.toString());
        S3Server server = new S3Server(process, "http://127.0.0.1:" + port);
        server.createBucket();
        return server;
    }

    private void createBucket() {
        try (S3Client client = S3Client.builder()
                .httpClient(UrlConnectionHttpClient.create())
                .endpointOverride(URI.create(endpoint))
                .forcePathStyle(true)
                .region(Region.EU_SOUTH_2)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(KEY, SECRET)))
                .build()) {
            client.createBucket(request -> request.bucket(BUCKET));
        }
    }

    @Override
    public String url() {
        return "s3://" + BUCKET + "/the store/of 100%";
    }

    @Override
    public Map<String, String> options() {
        return Map.of(
                "endpointurl", endpoint,
                "region", "eu-south-2",
                "access_key_id", KEY,
                "secret_access_key", SECRET);
    }

    @Override
    public Map<String, String> wrongOptions() {
        Map<String, String> options = new HashMap<>(options());
        options.put("secret_access_key", "another");
        return options;
    }

    @Override
    public void close() {
        process.close();
    }
}
