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
import java.util.stream.Stream;

/** The service in a process of its own. */
public final class ServiceProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Path JAR = Path.of("target", "etiqueta.jar");

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port;
    private final int managementPort;
    private final Path log;
    private final Process process;

    private ServiceProcess(int port, int managementPort, Path log, Process process) {
        this.port = port;
        this.managementPort = managementPort;
        this.log = log;
        this.process = process;
    }

    /** Starts it in a folder as {@code spring-boot:run} does, with options of the JVM and properties. */
    public static ServiceProcess start(Path folder, List<String> options, String... properties) throws IOException {
        return start(folder, Etiqueta.class, options, properties);
    }

    /** Starts it by another main class, which does more. */
    static ServiceProcess start(Path folder, Class<?> main, List<String> options, String... properties)
            throws IOException {
        List<String> command = new ArrayList<>(
                List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(properties));
        int port = freePort();
        return start(folder, command, port, port);
    }

    /** Starts the packed jar in a folder, with options of the JVM and properties, and the actuator on a port of its own. */
    public static ServiceProcess startJar(Path folder, List<String> options, String... properties) throws IOException {
        if (!Files.isRegularFile(JAR)) {
            throw new AssertionError("%s is missing: ./mvnw -DskipTests package".formatted(JAR));
        }
        List<String> command = new ArrayList<>(options);
        command.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
        command.addAll(List.of(properties));
        int port = freePort();
        int managementPort = freePort();
        command.add("--management.server.port=" + managementPort);
        return start(folder, command, port, managementPort);
    }

    private static ServiceProcess start(Path folder, List<String> arguments, int port, int managementPort)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(arguments);
        command.add("--server.port=" + port);
        Path log = folder.resolve("service-%d.log".formatted(port));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new ServiceProcess(port, managementPort, log, process);
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
            return http.send(management("/actuator/health/readiness").build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** A request to it. */
    public HttpRequest.Builder request(String path) {
        return request(port, path);
    }

    /** A request to its actuator. */
    public HttpRequest.Builder management(String path) {
        return request(managementPort, path);
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(PATIENCE);
    }

    public int port() {
        return port;
    }

    public int managementPort() {
        return managementPort;
    }

    /** What is resident of it, in bytes, but for the files that it has mapped: these can be read again. */
    public long residentBytes() {
        try (Stream<String> status = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return status.filter(line -> line.startsWith("RssAnon:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .sum();
        } catch (IOException e) {
            throw new AssertionError("it has ended\n" + log(), e);
        }
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
