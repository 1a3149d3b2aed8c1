package dev.etiqueta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.etiqueta.SlowClients.Habit;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strangers who hold as many connections as they get, on both ports at once: the others notice nothing. */
@Tag("acceptance")
class SlowClientsAcceptanceTest {

    private static final Duration ATTACK = Duration.ofSeconds(30);
    private static final int HEADERS = 8_000;
    private static final int BODIES = 400;
    private static final int READERS = 400;

    /** For all other attackers, and whatever else this process has open. */
    private static final int OTHER_FILES = 2_500;

    private static final int FEWEST_HEADERS = 4_000;

    private static final Duration LIVENESS = Duration.ofSeconds(1);

    /** The chart's readinessProbe.timeoutSeconds. */
    private static final Duration READINESS = Duration.ofSeconds(3);

    private static final Duration PREDICTION = Duration.ofSeconds(5);

    private static final byte[] THREE = TestDigits.png(TestDigits.first(3));

    @TempDir
    private Path folder;

    /** By itself, and as the image runs Java in a container of the chart's size. */
    @ParameterizedTest
    @ValueSource(strings = {"-Xmx256m", "-XX:+UseSerialGC -XX:MaxRAM=512m -XX:MaxRAMPercentage=40 -Xms16m"})
    void answersProbesAndPredictionsWhileSlowClientsHoldWhatTheyGet(String options) throws Exception {
        int headers = (int) Math.min(HEADERS, (openFiles() - OTHER_FILES) / 2);
        assertThat(headers).as("begun headers on each port, by ulimit -Hn").isGreaterThanOrEqualTo(FEWEST_HEADERS);
        try (ServiceProcess service =
                ServiceProcess.startJar(folder, List.of(options.split(" ", -1))).ready()) {
            String before = predict(service);
            LongSummaryStatistics resident = new LongSummaryStatistics();
            int management = service.managementPort();
            try (Pulse liveness = every(250, () -> probe(management, "liveness", LIVENESS));
                    Pulse readiness = every(1000, () -> probe(management, "readiness", READINESS));
                    Pulse fresh =
                            every(250, () -> FreshConnection.post(service.port(), "/predict", THREE, PREDICTION));
                    Pulse kept = every(100, () -> post(service).statusCode());
                    Pulse memory = every(200, () -> {
                        resident.accept(service.residentBytes());
                        return 200;
                    });
                    SlowClients attack = new SlowClients(attackers(service, headers))) {
                await().pollDelay(ATTACK).atMost(ATTACK.plusSeconds(5)).until(() -> true);
                memory.stop();
                List.of(liveness, readiness, fresh, kept).forEach(Pulse::stop);
                String figures = """
                        liveness: %s
                        readiness: %s
                        predictions on new connections: %s
                        predictions on kept connections: %s
                        resident: %d MB at most
                        attack: %d connections, %d of them thrown out
                        """.formatted(
                                liveness.summary(),
                                readiness.summary(),
                                fresh.summary(),
                                kept.summary(),
                                resident.getMax() >> 20,
                                attack.connected(),
                                attack.thrownOut());
                Files.writeString(
                        Path.of("target", "slow-clients.txt"),
                        options + "\n" + figures,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);

                assertAnswered(liveness, LIVENESS);
                assertAnswered(readiness, READINESS);
                assertAnswered(fresh, PREDICTION);
                assertAnswered(kept, PREDICTION);
                assertThat(resident.getMax() >> 20).as("resident MB").isLessThan(containersMegabytes());
                assertThat(attack.connected()).as("connections").isGreaterThan(headers);
            }

            assertThat(service.process().isAlive()).as(service.log()).isTrue();
            assertThat(service.log()).doesNotContain("OutOfMemoryError", "Too many open files");
            assertThat(predict(service)).isEqualTo(before);
        }
    }

    private static List<Habit> attackers(ServiceProcess service, int headers) {
        List<Habit> attackers = new ArrayList<>();
        for (int port : new int[] {service.port(), service.managementPort()}) {
            IntStream.range(0, headers).forEach(i -> attackers.add(Habit.beginsHeaders(port, i % 2 == 0)));
        }
        attackers.addAll(Collections.nCopies(BODIES, Habit.drips(service.port(), "/predict")));
        attackers.addAll(Collections.nCopies(BODIES, Habit.drips(service.managementPort(), "/actuator/health")));
        attackers.addAll(
                Collections.nCopies(READERS, Habit.neverReads(service.port(), "/swagger-ui/swagger-ui-bundle.js")));
        attackers.addAll(
                Collections.nCopies(READERS, Habit.neverReads(service.managementPort(), "/actuator/prometheus")));
        return attackers;
    }

    private static Pulse every(int millis, java.util.concurrent.Callable<Integer> request) {
        return new Pulse(Duration.ofMillis(millis), request);
    }

    private static int probe(int port, String group, Duration timeout) throws IOException {
        return FreshConnection.probe(port, "/actuator/health/" + group, timeout);
    }

    private static void assertAnswered(Pulse pulse, Duration limit) {
        assertThat(pulse.beats()).allSatisfy(beat -> {
            assertThat(beat.outcome()).isEqualTo("200");
            assertThat(beat.time()).isLessThan(limit);
        });
    }

    private static String predict(ServiceProcess service) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(service);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static HttpResponse<String> post(ServiceProcess service) throws IOException, InterruptedException {
        return service.http()
                .send(
                        service.request("/predict")
                                .timeout(PREDICTION)
                                .header("Content-Type", "image/png")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(THREE))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    /** As many as a process may open: a JVM takes all that it may. */
    private static long openFiles() throws IOException {
        return number(Path.of("/proc/self/limits"), "Max open files +\\d+ +(\\d+)");
    }

    private static long containersMegabytes() throws IOException {
        return number(Path.of("helm", "values.yaml"), "limits:\\s+memory: (\\d+)Mi");
    }

    private static long number(Path file, String pattern) throws IOException {
        Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
        assertThat(matcher.find()).as("%s in %s", pattern, file).isTrue();
        return Long.parseLong(matcher.group(1));
    }
}
