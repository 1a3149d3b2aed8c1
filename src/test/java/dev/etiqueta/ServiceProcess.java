package dev.etiqueta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The service in a process of its own, as {@code spring-boot:run} starts it. */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final Path log;
    private final Process process;

    private ServiceProcess(int port, Path log, Process process) {
        this.port = port;
        this.log = log;
        this.process = process;
    }

    /** Starts it in a folder, with options of the JVM and properties. */
    public static ServiceProcess start(Path folder, List<String> options, String... properties) throws IOException {
        return start(folder, Etiqueta.class, options, properties);
    }

    /** Starts it by another main class, which does more. */
    static ServiceProcess start(Path folder, Class<?> main, List<String> options, String... properties)
            throws IOException {
        int port = freePort();
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.add("--server.port=" + port);
        command.addAll(List.of(properties));
        Path log = folder.resolve("service-%d.log".formatted(port));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new ServiceProcess(port, log, process);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Waits until it is ready. */
    public ServiceProcess ready() {
        await().atMost(PATIENCE).until(() -> !process.isAlive() || isReady());
        if (!process.isAlive()) {
            throw new AssertionError("it has ended\n" + log());
        }
        return this;
    }

    private boolean isReady() throws InterruptedException {
        try {
            return http.send(request("/actuator/health/readiness").build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** A request to it. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE);
    }

    public HttpClient http() {
        return http;
    }

    public Process process() {
        return process;
    }

    /** All that it has written. */
    public String log() {
        try {
            return Files.readString(log, UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Waits for its end, and gives its exit status. */
    public int exitStatus() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("it has not ended\n" + log());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
        http.close();
    }
}
