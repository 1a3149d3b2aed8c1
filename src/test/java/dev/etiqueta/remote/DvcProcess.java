package dev.etiqueta.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The real DVC in a project, with the configuration of no one.
 *
 * @param project a folder
 * @param home of its user
 */
record DvcProcess(Path project, Path home) {

    void run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("dvc"));
        command.addAll(List.of(arguments));
        Path log = Files.createTempFile(home, "dvc", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("(AWS|AZURE|GOOGLE|SSH)_.*"));
        builder.environment()
                .putAll(Map.of(
                        "HOME", home.toString(),
                        "DVC_NO_ANALYTICS", "true",
                        "DVC_SITE_CACHE_DIR", home.resolve("site").toString(),
                        "NO_PROXY", "127.0.0.1",
                        // It would ask an emulator by gRPC, and wait for minutes.
                        "GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT", "false",
                        "no_proxy", "127.0.0.1"));
        Process process = builder.start();
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended ? process.exitValue() : -1)
                .as(() -> "dvc %s: %s".formatted(arguments[0], read(log)))
                .isZero();
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
