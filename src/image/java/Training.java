import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.locks.LockSupport;

/** Starts the service by the given command, has it do what it will do, and stops it: the training run of the cache. */
final class Training {

    private static final int ROUNDS = 100;
    private static final Path RESOURCES = Path.of("src/test/resources");

    private final HttpClient http = HttpClient.newHttpClient();
    private final String address;

    private Training(int port) {
        address = "http://localhost:" + port;
    }

    public static void main(String[] command) throws IOException, InterruptedException {
        int port = freePort();
        Path jar = Path.of(command[command.length - 1]);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(jar.getParent().toFile()).inheritIO();
        builder.environment().put("PORT", Integer.toString(port));
        builder.environment().put("LOGGING_STRUCTURED_FORMAT_CONSOLE", "ecs");
        Process service = builder.start();
        try {
            Training training = new Training(port);
            training.awaitReadiness(service);
            for (int i = 0; i < ROUNDS; i++) {
                training.round();
            }
        } finally {
            service.destroy();
            service.waitFor();
        }
    }

    private void awaitReadiness(Process service) throws InterruptedException {
        while (!isReady()) {
            if (!service.isAlive()) {
                throw new IllegalStateException("the service ended with " + service.exitValue());
            }
            LockSupport.parkNanos(100_000_000);
        }
    }

    private boolean isReady() throws InterruptedException {
        try {
            HttpRequest request = request("/actuator/health/readiness").build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private void round() throws IOException, InterruptedException {
        byte[] png = Files.readAllBytes(RESOURCES.resolve("digits/three.png"));
        String base64 = Base64.getEncoder().encodeToString(png);
        post("/predict", "image/png", png);
        post("/predict", "multipart/form-data; boundary=b", multipart(png));
        post(
                "/predict",
                "application/json",
                "{\"instances\": [{\"b64\": \"%s\"}]}".formatted(base64).getBytes(US_ASCII));
        get("/actuator/health/liveness");
        get("/actuator/prometheus");
        get("/v1/models");
    }

    private void get(String path) throws IOException, InterruptedException {
        send(request(path).build());
    }

    private void post(String path, String type, byte[] body) throws IOException, InterruptedException {
        send(request(path)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path));
    }

    private void send(HttpRequest request) throws IOException, InterruptedException {
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("%s: %d %s".formatted(request, answer.statusCode(), answer.body()));
        }
    }

    private static byte[] multipart(byte[] png) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(
                "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"3.png\"\r\n\r\n".getBytes(US_ASCII));
        body.write(png);
        body.write("\r\n--b--\r\n".getBytes(US_ASCII));
        return body.toByteArray();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
