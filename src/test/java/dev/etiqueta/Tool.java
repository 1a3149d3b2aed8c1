package dev.etiqueta;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/** Tools that users have, such as git and DVC. One that is missing fails the test. */
public final class Tool {

    private Tool() {}

    /** Runs a tool, which must succeed. */
    public static void run(Path folder, String... command) throws IOException, InterruptedException {
        output(folder, command);
    }

    /** Runs a tool, which must succeed, and gives what it prints. */
    public static String output(Path folder, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor())
                .as(String.join(" ", command) + "\n" + output)
                .isZero();
        return output;
    }
}
