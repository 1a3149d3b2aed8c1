package dev.etiqueta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Candidates that would take the time, the memory or the life of the process: what serves notices nothing. */
@Tag("acceptance")
class HostileModelsAcceptanceTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int ATTEMPTS = 5;
    private static final int REQUESTS = 1000;
    private static final int OUTPUTS = 300_000;
    private static final byte[] THREE = TestDigits.png(TestDigits.first(3));
    private static final Path FIGURES = Path.of("target", "hostile-models.txt");

    @TempDir
    private static Path folder;

    private static ServiceProcess service;

    @BeforeAll
    static void start() throws Exception {
        TaggedModels models = new TaggedModels(folder.resolve("project"))
                .packed("v1", "")
                .packed("v2", "binary_classifier_3")
                .written("outputs", "outs:\n" + "- md5: 43990961fe50f754ec3549e50a61f4eb\n  path: a\n".repeat(OUTPUTS));
        for (String name : List.of(
                "endless_loop",
                "huge_matmul",
                "huge_expand",
                "inverse_dft",
                "modulo_by_zero",
                "division_overflow",
                "distant_diagonal",
                "client_division")) {
            models.resource(name, "hostile/%s.onnx".formatted(name));
        }
        Files.deleteIfExists(FIGURES);
        service = ServiceProcess.startJar(
                folder,
                List.of("-Xmx256m"),
                "--etiqueta.repository.url=" + models.repository(),
                "--etiqueta.repository.revision=v1",
                "--etiqueta.remote.url=" + models.store(),
                "--etiqueta.cache.dir=" + folder.resolve("cache"),
                "--etiqueta.deployment.timeout=%ds".formatted(TIMEOUT.toSeconds()),
                "--management.endpoint.deployment.access=unrestricted",
                "--management.server.address=127.0.0.1",
                "--management.endpoints.web.exposure.include=health,deployment");
        service.ready();
        warmUp();
    }

    /** Until a deployment and its proof, and requests meanwhile, bring nothing that was not there before. */
    private static void warmUp() throws Exception {
        try (Pulse bystander = bystander()) {
            for (String revision : List.of("v2", "v1", "modulo_by_zero", "v2", "v1", "v2")) {
                deploy(revision);
            }
            await().atMost(PATIENCE).until(() -> bystander.beats().size() > 4000);
            bystander.stop();
        }
    }

    @AfterAll
    static void stop() {
        if (service != null) {
            service.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "endless_loop",
                "huge_matmul",
                "huge_expand",
                "inverse_dft",
                "modulo_by_zero",
                "division_overflow",
                "distant_diagonal",
                "client_division",
                "outputs"
            })
    void refusesACandidateAtTheExpenseOfNobody(String candidate) throws Exception {
        long resident = service.residentBytes();
        Duration limit = candidate.equals("outputs") ? Duration.ofSeconds(1) : TIMEOUT.plusSeconds(2);
        try (Pulse bystander = bystander()) {
            for (int attempt = 0; attempt < ATTEMPTS && bystander.beats().size() < REQUESTS; attempt++) {
                long start = System.nanoTime();
                HttpResponse<String> answer = deploy(candidate);
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                record("%s: %d after %d ms".formatted(candidate, answer.statusCode(), took.toMillis()));

                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
                assertThat(answer.body()).doesNotContain(folder.toString(), "onnxruntime/core", ".cc:");
                assertThat(took).isLessThan(limit);
            }
            // So many that a hiccup of the machine is less than one answer of a hundred.
            await().atMost(PATIENCE).until(() -> bystander.beats().size() >= REQUESTS);
            bystander.stop();
            record("%s: bystander: %s".formatted(candidate, bystander.summary()));

            assertThat(bystander.beats())
                    .allSatisfy(beat -> assertThat(beat.outcome()).isEqualTo("200"));
            assertThat(bystander.percentile(0.99)).as(bystander.summary()).isLessThan(Duration.ofMillis(100));
        }
        assertNothingIsLeft(resident);
    }

    @Test
    void abortsACandidateThatNeverComesToAnEnd() throws Exception {
        long resident = service.residentBytes();
        CompletableFuture<HttpResponse<String>> endless = deployEndlessly();
        HttpResponse<String> abortion =
                send(service.management("/actuator/deployment").DELETE());

        assertThat(abortion.statusCode()).as(abortion.body()).isEqualTo(204);
        assertThat(endless.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(409);
        assertNothingIsLeft(resident);
    }

    @Test
    void rollsBackWhileACandidateNeverComesToAnEnd() throws Exception {
        long resident = service.residentBytes();
        assertThat(deploy("v1").statusCode()).isEqualTo(200);
        assertThat(deploy("v2").statusCode()).isEqualTo(200);
        CompletableFuture<HttpResponse<String>> endless = deployEndlessly();
        HttpResponse<String> rollback =
                send(service.management("/actuator/deployment/rollback").POST(BodyPublishers.noBody()));

        assertThat(rollback.statusCode()).as(rollback.body()).isEqualTo(200);
        assertThat(endless.get(5, TimeUnit.SECONDS).statusCode()).isEqualTo(409);
        assertThat(predict().body()).contains("\"version\":\"v1\"");
        assertNothingIsLeft(resident);
    }

    /** The process that proves it is at work when this returns. */
    private static CompletableFuture<HttpResponse<String>> deployEndlessly() {
        CompletableFuture<HttpResponse<String>> answer =
                service.http().sendAsync(deployment("endless_loop"), BodyHandlers.ofString());
        await().atMost(PATIENCE).until(() -> service.process()
                .children()
                .anyMatch(child ->
                        child.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() > 500));
        return answer;
    }

    /** The lock is free, what served serves, no process is left, and the memory is given back. */
    private static void assertNothingIsLeft(long resident) throws Exception {
        for (String revision : List.of("v1", "v2")) {
            HttpResponse<String> answer = deploy(revision);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(predict().body()).contains("\"version\":\"%s\"".formatted(revision), "\"label\":\"3\"");
        }
        await().atMost(PATIENCE)
                .until(() -> service.process().children().findAny().isEmpty());
        record("resident: %d MB before, %d MB after".formatted(resident >> 20, service.residentBytes() >> 20));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(service.residentBytes() >> 20)
                .as("resident MB")
                .isLessThanOrEqualTo((resident >> 20) * 11 / 10));
    }

    private static void record(String line) throws IOException {
        Files.writeString(FIGURES, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static Pulse bystander() {
        return new Pulse(Duration.ofMillis(5), () -> predict().statusCode());
    }

    private static HttpResponse<String> predict() throws IOException, InterruptedException {
        return send(service.request("/v1/models/binary_classifier_3:predict")
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofByteArray(THREE)));
    }

    private static HttpResponse<String> deploy(String revision) throws IOException, InterruptedException {
        return service.http().send(deployment(revision), BodyHandlers.ofString());
    }

    private static HttpRequest deployment(String revision) {
        return service.management("/actuator/deployment")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"revision\": \"%s\"}".formatted(revision)))
                .build();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return service.http().send(request.build(), BodyHandlers.ofString());
    }
}
