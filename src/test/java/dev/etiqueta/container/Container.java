package dev.etiqueta.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.etiqueta.container.Podman.Outcome;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The service in a container as a cluster would run it, but for the network, which is the host's. */
final class Container implements AutoCloseable {

    /** What such a container may have: a limit of processes and files must be given where cgroups are not delegated. */
    private static final List<String> CONFINED = List.of(
            "--network=host",
            "--read-only",
            "--cap-drop=all",
            "--security-opt=no-new-privileges",
            "--ulimit=nofile=1024:1024",
            "--ulimit=nproc=1024:1024");

    /** The kernel's clock ticks in a second, as seen from programs. */
    private static final double TICKS = 100;

    private final String id;
    private final int port;
    private final long processId;

    private Container(String id, int port, long processId) {
        this.id = id;
        this.port = port;
        this.processId = processId;
    }

    /** Starts it, and does not wait. */
    static Container start(String... options) throws IOException, InterruptedException {
        int port = freePort();
        List<String> arguments = new ArrayList<>(List.of("--detach", "--env=PORT=" + port));
        arguments.addAll(List.of(options));
        String[] command = command(arguments);
        String[] lines = Podman.run(command).split("\n");
        String id = lines[lines.length - 1];
        return new Container(id, port, Long.parseLong(Podman.run("inspect", "--format={{.State.Pid}}", id)));
    }

    /** Whether the machine lets its containers have a limit of memory. */
    static boolean canBeLimited() throws IOException, InterruptedException {
        return execute(List.of("--memory=384m"), "--version").status() == 0;
    }

    /** Runs one of the service's commands to its end. */
    static Outcome execute(List<String> options, String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(options);
        all.add("--rm");
        return Podman.tryToRun(command(all, arguments));
    }

    private static String[] command(List<String> options, String... arguments) {
        List<String> command = new ArrayList<>(List.of("run"));
        command.addAll(CONFINED);
        command.addAll(options);
        command.add(Podman.IMAGE);
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    /** Waits until it is ready, and gives the seconds since its process started. */
    double awaitReadiness() {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest request =
                HttpRequest.newBuilder(uri("/actuator/health/readiness")).build();
        await().atMost(Duration.ofMinutes(2))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .ignoreExceptions()
                .until(() -> http.send(request, BodyHandlers.discarding()).statusCode() == 200);
        try {
            double now =
                    Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
            String stat = Files.readString(proc("stat"));
            // The 22nd field; the second one is a name in brackets.
            String started = stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
            return Math.round((now - Long.parseLong(started) / TICKS) * TICKS) / TICKS;
        } catch (IOException e) {
            throw new AssertionError(logs(), e);
        }
    }

    /** A field of its process's status, such as {@code VmRSS}. */
    String status(String field) throws IOException {
        return Files.readAllLines(proc("status")).stream()
                .filter(line -> line.startsWith(field + ":"))
                .map(line -> line.substring(field.length() + 1).strip())
                .findFirst()
                .orElseThrow();
    }

    Path proc(String file) {
        return Path.of("/proc", Long.toString(processId), file);
    }

    String logs() {
        try {
            return Podman.run("logs", id);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    void signal(String name) throws IOException, InterruptedException {
        Podman.run("kill", "--signal=" + name, id);
    }

    /** Waits until it has ended, and gives its exit status. */
    int awaitExit() throws IOException, InterruptedException {
        return Integer.parseInt(Podman.run("wait", id));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        Podman.run("rm", "--force", "--volumes", "--time=0", id);
        assertThat(proc("status")).doesNotExist();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
