package dev.etiqueta.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.etiqueta.failure.Blame;
import dev.etiqueta.model.Deadline;
import dev.etiqueta.model.ModelId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that would take the service along, and those that are as they should be. */
class ProofProcessTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ProofProcess proof = new ProofProcess(null);

    @AfterEach
    void leavesNoProcessBehind() {
        await().atMost(PATIENCE).until(() -> children().findAny().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"add", "gather", "slow", "identity_string"})
    void letsSoundModelsThrough(String name) {
        assertThatCode(() -> prove("models/" + name, Duration.ofMinutes(1))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "huge_matmul, takes more than 256 MB",
        "huge_expand, takes more than 256 MB",
        "inverse_dft, takes more than 256 MB",
    })
    void refusesWhatTakesAllMemory(String name, String message) {
        assertThatExceptionOfType(ProofException.class)
                .isThrownBy(() -> prove("hostile/" + name, Duration.ofMinutes(2)))
                .withMessageContaining(name)
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.blame()).isEqualTo(Blame.CONTENT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"division_overflow", "distant_diagonal", "client_division"})
    void survivesWhatCrashesTheRuntime(String name) {
        assertThatExceptionOfType(ProofException.class)
                .isThrownBy(() -> prove("hostile/" + name, Duration.ofMinutes(1)))
                .withMessageContaining("%s ended the process that should prove it, by a crash of the runtime", name);
    }

    @Test
    void refusesWhatNeverComesToAnEnd() {
        assertThatExceptionOfType(ProofException.class)
                .isThrownBy(() -> prove("hostile/endless_loop", Duration.ofSeconds(3)))
                .withMessageContaining("endless_loop has not been loaded and proved in time");
    }

    @Test
    void saysWhatTheRuntimeSaysWithoutItsSources() {
        assertThatExceptionOfType(ProofException.class)
                .isThrownBy(() -> prove("hostile/modulo_by_zero", Duration.ofMinutes(1)))
                .withMessageContaining("Integer modulo by zero")
                .satisfies(
                        e -> assertThat(e.getMessage()).doesNotContain("onnxruntime/core", "/onnxruntime_src", ".cc"));
    }

    @Test
    void saysWhatIsWrongWithAModelThatIsNone() {
        byte[] none = "no model".getBytes(StandardCharsets.UTF_8);

        assertThatExceptionOfType(ProofException.class)
                .isThrownBy(() -> proof.prove(id("m"), none, null, Deadline.after(Duration.ofMinutes(1))))
                .withMessageContaining("m.onnx (8 bytes) is not a model")
                .satisfies(e -> assertThat(e.action()).contains("onnx.checker"));
    }

    @Test
    void obeysTheLimitThatIsSet() {
        ProofProcess tight = new ProofProcess(8L << 20);

        assertThatExceptionOfType(ProofException.class)
                .isThrownBy(
                        () -> tight.prove(id("add"), read("models/add"), null, Deadline.after(Duration.ofMinutes(1))))
                .withMessageContaining("takes more than 8 MB");
    }

    @Test
    void survivesTheEndOfTheProcess() throws Exception {
        CompletableFuture<Void> killed =
                CompletableFuture.runAsync(() -> await().atMost(PATIENCE).until(ProofProcessTest::killsOne));

        assertThatExceptionOfType(ProofException.class)
                .isThrownBy(() -> prove("hostile/endless_loop", PATIENCE))
                .withMessageContaining("endless_loop ended the process that should prove it, by signal 9");
        killed.get();
    }

    @Test
    void endsWhenItIsInterrupted() throws InterruptedException {
        Thread thread = Thread.ofPlatform().start(() -> assertThatExceptionOfType(ProofException.class)
                .isThrownBy(() -> prove("hostile/endless_loop", Duration.ofMinutes(10)))
                .withMessageContaining("was stopped"));
        await().until(() -> children().findAny().isPresent());
        thread.interrupt();

        assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void takesNoRubbishForAnAnswer() throws IOException {
        for (String rubbish : List.of("", "PROF", "PROV\0\0\0\0", "x".repeat(100))) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> ProofFrames.readAnswer(
                            new ByteArrayInputStream(rubbish.getBytes(StandardCharsets.ISO_8859_1))));
        }
        ByteArrayOutputStream long0 = new ByteArrayOutputStream();
        ProofFrames.write(long0, new ProofFrames.Answer("a".repeat(100_000), "b"));
        assertThat(ProofFrames.readAnswer(new ByteArrayInputStream(long0.toByteArray()))
                        .description())
                .hasSizeLessThan(5000);
    }

    private void prove(String file, Duration time) throws IOException {
        proof.prove(id(file.substring(file.indexOf('/') + 1)), read(file), null, Deadline.after(time));
    }

    private static ModelId id(String name) {
        return new ModelId(name, "v1", "0".repeat(32));
    }

    private static byte[] read(String file) throws IOException {
        try (InputStream in = ProofProcessTest.class.getResourceAsStream("/" + file + ".onnx")) {
            return in.readAllBytes();
        }
    }

    /** Kills one that is at work, not one that the system is still starting. */
    private static boolean killsOne() {
        return children()
                .filter(child ->
                        child.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() > 200)
                .anyMatch(ProcessHandle::destroyForcibly);
    }

    private static Stream<ProcessHandle> children() {
        return ProcessHandle.current().children();
    }
}
