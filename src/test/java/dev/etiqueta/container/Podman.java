package dev.etiqueta.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Podman with the storage in which {@code .ci/image} leaves the image. */
final class Podman {

    static final String IMAGE = "localhost/etiqueta";

    private Podman() {}

    /** What a command came to. */
    record Outcome(int status, String out) {}

    /** Runs a command, which must succeed, and gives what it wrote. */
    static String run(String... arguments) throws IOException, InterruptedException {
        Outcome outcome = tryToRun(arguments);
        assertThat(outcome.status())
                .as("podman %s (.ci/image builds the image)%n%s", String.join(" ", arguments), outcome.out())
                .isZero();
        return outcome.out();
    }

    static Outcome tryToRun(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(".ci/image", "podman"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Outcome(process.waitFor(), out.strip());
    }
}
