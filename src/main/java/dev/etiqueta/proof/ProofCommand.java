package dev.etiqueta.proof;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How this very program is started once more, to prove a model: quickly, small, and without leaving anything behind. */
final class ProofCommand {

    /** The argument that has the program prove a model. */
    static final String ARGUMENT = "prove-model";

    /** With which the JVM ends when native code has crashed, and no core is to be dumped. */
    static final int CRASHED = 1;

    private static final String MAIN = "dev.etiqueta.Etiqueta";
    private static final String NATIVE_PATH = "onnxruntime.native.path";

    /** Beside the model: what the program itself needs, in megabytes. */
    private static final int BASE_HEAP = 24;

    private static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ActiveProcessorCount=1",
            "-Xms8m",
            "-Xss512k",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-CreateCoredumpOnCrash",
            // The report of a crash would go to where the answer is read.
            "-XX:+SuppressFatalErrorMessage",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            "-Xlog:disable",
            "--enable-native-access=ALL-UNNAMED");

    private ProofCommand() {}

    /**
     * The command.
     *
     * @param modelBytes how long the model is
     */
    static List<String> of(long modelBytes) {
        List<String> command = new ArrayList<>();
        command.add(java());
        command.addAll(OPTIONS);
        // The bytes are in the heap once more while they are read.
        command.add("-Xmx%dm".formatted(BASE_HEAP + 2 * (modelBytes >> 20)));
        libraries().ifPresent(folder -> command.add("-D%s=%s".formatted(NATIVE_PATH, folder)));
        String classPath = System.getProperty("java.class.path");
        if (isJar(classPath)) {
            command.addAll(List.of("-jar", classPath));
        } else {
            command.addAll(List.of("-cp", classPath, MAIN));
        }
        command.add(ARGUMENT);
        return command;
    }

    private static String java() {
        return ProcessHandle.current().info().command().orElseGet(() -> Path.of(
                        System.getProperty("java.home"), "bin", "java")
                .toString());
    }

    private static boolean isJar(String classPath) {
        return classPath.endsWith(".jar") && !classPath.contains(System.getProperty("path.separator"));
    }

    /** Where this process has its native libraries from: to unpack them again costs time, and leaves files behind. */
    private static Optional<String> libraries() {
        String named = System.getProperty(NATIVE_PATH);
        if (named != null) {
            return Optional.of(named);
        }
        try (Stream<String> mapped = Files.lines(Path.of("/proc/self/maps"))) {
            return mapped.filter(line -> line.endsWith("/libonnxruntime.so"))
                    .map(line -> line.substring(line.indexOf('/'), line.lastIndexOf('/')))
                    .findFirst();
        } catch (IOException e) {
            // No Linux: then they are unpacked.
            return Optional.empty();
        }
    }
}
