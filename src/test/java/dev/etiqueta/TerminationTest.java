package dev.etiqueta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.etiqueta.dvc.DvcProjectFixture;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM, as Kubernetes and Docker send it. */
class TerminationTest {

    private static final int TERMINATED = 143;

    /** Some seconds of the slow model, so that the signal comes in between. */
    private static final int STEPS = 2_000_000;

    @TempDir
    private Path folder;

    @Test
    void answersWhatItHasBegunAndClosesTheRuntimeLast() throws Exception {
        byte[] slow =
                TerminationTest.class.getResourceAsStream("/models/slow.onnx").readAllBytes();
        new DvcProjectFixture(folder).file("slow.onnx", slow).write();
        try (ServiceProcess service = ServiceProcess.start(folder, List.of(), "--etiqueta.limits.time=60s")
                .ready()) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                answers.add(service.http()
                        .sendAsync(
                                service.request("/predict")
                                        .header("Content-Type", "application/json")
                                        .POST(HttpRequest.BodyPublishers.ofString(
                                                "{\"instances\": [%d]}".formatted(STEPS)))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString()));
            }
            await().until(() -> active(service) >= 4);
            service.process().destroy();

            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.get(1, TimeUnit.MINUTES).statusCode()).isEqualTo(200);
            }
            assertThat(service.exitStatus()).as(service.log()).isEqualTo(TERMINATED);
            assertThat(service.log()).doesNotContain("SIGSEGV", "ERROR");
        }
    }

    @Test
    void waitsForNobodyWhileItStarts() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServiceProcess service = ServiceProcess.start(
                        folder,
                        List.of(),
                        "--etiqueta.repository.url=http://127.0.0.1:%d/models.git".formatted(mute.getLocalPort()),
                        "--etiqueta.repository.timeout=10m",
                        "--etiqueta.cache.dir=" + folder.resolve("cache"));
                Socket asked = mute.accept()) {
            assertThat(asked.getInputStream().read()).isNotNegative();
            service.process().destroy();

            assertThat(service.process().waitFor(2, TimeUnit.SECONDS))
                    .as(service.log())
                    .isTrue();
            assertThat(service.exitStatus()).isEqualTo(TERMINATED);
        }
    }

    private static double active(ServiceProcess service) throws Exception {
        String scrape = service.http()
                .send(service.request("/actuator/prometheus").build(), HttpResponse.BodyHandlers.ofString())
                .body();
        return scrape.lines()
                .filter(line -> line.startsWith("model_requests_active "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .findFirst()
                .orElseThrow();
    }
}
