package dev.etiqueta.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.etiqueta.RepositoryFixture;
import dev.etiqueta.TaggedModels;
import dev.etiqueta.TestKeys;
import dev.etiqueta.container.Podman.Outcome;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The image that {@code .ci/image} built, in containers. What is measured is written to {@code target/image.txt}, and
 * has bounds that are wide, because machines differ.
 */
@Tag("acceptance")
class ImageAcceptanceTest {

    private static final Path REPORT = Path.of("target/image.txt");
    private static final String USER = "10001";
    private static final int STARTS = 5;
    private static final int REQUESTS = 10_000;

    @TempDir
    private static Path folder;

    private static RepositoryFixture repository;

    @BeforeAll
    static void prepareARepository() throws IOException {
        Files.deleteIfExists(REPORT);
        // So that the container's user can read it.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        repository = RepositoryFixture.unpack("dvc3", folder);
    }

    @Test
    void saysWhatItIsAndHasNoShell() throws IOException, InterruptedException {
        JsonNode image = new JsonMapper()
                .readTree(Podman.run("image", "inspect", Podman.IMAGE))
                .path(0);
        JsonNode config = image.path("Config");

        assertThat(config.path("User").asString()).isEqualTo(USER + ":" + USER);
        assertThat(config.path("StopSignal").asString()).isEqualTo("SIGTERM");
        assertThat(config.path("Entrypoint").path(0).asString()).isEqualTo("/opt/java/bin/java");
        assertThat(config.path("Labels").propertyNames())
                .contains("org.opencontainers.image.title", "org.opencontainers.image.licenses");
        assertThat(Podman.tryToRun("run", "--rm", "--entrypoint=/bin/sh", Podman.IMAGE, "-c", "true")
                        .status())
                .isNotZero();
        report("image: %.0f MB", image.path("Size").asLong() / 1e6);
        assertThat(image.path("Size").asLong()).isLessThan(270_000_000);
    }

    @Test
    void answersWithoutRootOrAFileSystemToWriteTo() throws IOException, InterruptedException {
        try (Container container = Container.start()) {
            container.awaitReadiness();

            assertThat(label(container, "image/png", "digits/three.png")).isEqualTo("3");
            assertThat(label(container, "image/png", "digits/seven.png")).isEqualTo("no 3");
            // They need libraries of the desktop.
            assertThat(label(container, "image/jpeg", "images/progressive.jpg")).isNotEmpty();
            assertThat(label(container, "image/jpeg", "images/rgb.jpg")).isNotEmpty();
            assertThat(container.status("Uid").split("\\s+")).containsOnly(USER);
            assertThat(container.status("CapEff")).matches("0+");
            assertThat(Files.readAllLines(container.proc("mountinfo")))
                    .map(line -> line.split(" "))
                    .filteredOn(mount -> mount[4].equals("/"))
                    .singleElement()
                    .satisfies(mount -> assertThat(mount[5].split(",")).contains("ro"));
            container.signal("TERM");
            assertThat(container.awaitExit()).isEqualTo(128 + 15);
            assertThat(container.logs().lines()).isNotEmpty().allSatisfy(line -> assertThat(line)
                    .startsWith("{\"@timestamp\":"));
        }
    }

    @Test
    void startsFastAndStaysSmall() throws IOException, InterruptedException {
        double[] seconds = new double[STARTS];
        for (int i = 0; i < STARTS; i++) {
            try (Container container = Container.start()) {
                seconds[i] = container.awaitReadiness();
            }
        }
        double ready =
                DoubleStream.of(seconds).sorted().skip(STARTS / 2).findFirst().orElseThrow();
        report("ready after %.2f s, the median of %s", ready, Arrays.toString(seconds));
        report(
                "load of the machine: %s",
                Files.readString(Path.of("/proc/loadavg")).strip());

        String limit = Container.canBeLimited() ? "--memory=384m" : "--env=JAVA_TOOL_OPTIONS=-XX:MaxRAM=384m";
        try (Container container = Container.start(limit)) {
            container.awaitReadiness();
            Clients clients = new Clients(container.uri("/predict"), 4, REQUESTS);
            clients.join();
            assertThat(clients.failures()).isEmpty();
            assertThat(clients.answered()).isEqualTo(REQUESTS);
            long resident = Long.parseLong(container.status("VmRSS").split(" ")[0]) / 1024;
            report("resident after %d requests, with %s: %d MB", REQUESTS, limit, resident);
            assertThat(resident).isLessThan(400);
        }
        assertThat(ready).isLessThan(60);
    }

    @Test
    void losesNoRequestWhenItIsStoppedUnderLoad() throws IOException, InterruptedException {
        try (Container container = Container.start()) {
            container.awaitReadiness();
            Clients clients = new Clients(container.uri("/predict"), 8, Integer.MAX_VALUE);
            clients.awaitAnswers(1000);

            container.signal("TERM");

            await().until(() -> status(container, "/actuator/health/readiness") == 503);
            // Who has not heard of it yet is answered.
            assertThat(label(container, "image/png", "digits/three.png")).isEqualTo("3");
            clients.leave();
            clients.join();
            assertThat(clients.failures()).isEmpty();
            assertThat(container.awaitExit()).isEqualTo(128 + 15);
            report("stopped under load: %d requests, none failed", clients.answered());
        }
    }

    @Test
    void servesFromTheCacheWhatAnInitContainerPulled() throws IOException, InterruptedException {
        String volume = Podman.run("volume", "create");
        String cache = "--volume=" + volume + ":/var/cache/etiqueta";
        String data = "--volume=" + folder + ":/data:ro";
        try {
            Outcome pulled = Container.execute(
                    List.of(cache, data, "--env=ETIQUETA_REMOTE_URL=/data/store"),
                    "pull",
                    "--repository=/data/repository.git",
                    "--revision=v2");
            assertThat(pulled.status()).as(pulled.out()).isZero();
            assertThat(pulled.out()).contains("f9dd44678e789f7b37d9afb336e5d2c7");

            // Of the repository and its remote, nothing is there any more.
            try (Container container = Container.start(
                    cache,
                    "--env=ETIQUETA_REPOSITORY_URL=/data/repository.git",
                    "--env=ETIQUETA_REPOSITORY_REVISION=v2",
                    "--env=ETIQUETA_REMOTE_URL=/data/store")) {
                container.awaitReadiness();
                assertThat(send(HttpRequest.newBuilder(container.uri("/v1/models"))
                                        .build())
                                .path("models")
                                .findValuesAsString("version"))
                        .isNotEmpty()
                        .containsOnly("v2");
            }
        } finally {
            Podman.run("volume", "rm", "--force", volume);
        }
    }

    @Test
    void provesACandidateInAProcessOfItsOwn() throws Exception {
        new TaggedModels(folder.resolve("tagged"))
                .packed("v1", "")
                .packed("v2", "binary_classifier_3")
                .resource("huge", "hostile/huge_expand.onnx")
                .resource("crash", "hostile/division_overflow.onnx");
        try (Container container = Container.start(
                "--volume=" + folder + ":/data:ro",
                "--env=ETIQUETA_REPOSITORY_URL=/data/tagged",
                "--env=ETIQUETA_REPOSITORY_REVISION=v1",
                "--env=ETIQUETA_REMOTE_URL=/data/tagged/store",
                "--volume=" + TestKeys.FILE + ":/keys:ro",
                "--env=ETIQUETA_SECURITY_KEYS=/keys",
                "--env=MANAGEMENT_ENDPOINT_DEPLOYMENT_ACCESS=unrestricted",
                "--env=MANAGEMENT_ENDPOINTS_WEB_EXPOSURE_INCLUDE=health,deployment")) {
            container.awaitReadiness();

            assertThat(deploy(container, "huge")).isEqualTo(422);
            assertThat(deploy(container, "crash")).isEqualTo(422);
            long start = System.nanoTime();
            assertThat(deploy(container, "v2")).isEqualTo(200);
            report("one model deployed with its proof in %.2f s", (System.nanoTime() - start) / 1e9);
            assertThat(label(container, "image/png", "digits/three.png")).isEqualTo("3");
        }
    }

    private static int deploy(Container container, String revision) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(container.uri("/actuator/deployment"))
                .header("Authorization", TestKeys.bearer(TestKeys.ALL))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"revision\": \"%s\"}".formatted(revision)))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    /** A class or an algorithm that the linked runtime lacks would show before the connection does. */
    @ParameterizedTest
    @CsvSource({
        "s3://bucket/models, ENDPOINTURL=https://localhost:1",
        "gs://bucket/models, ENDPOINTURL=https://localhost:1",
        "azure://container/models, CONNECTION_STRING=BlobEndpoint=https://localhost:1/account;SharedAccessSignature=sv=1",
        "https://localhost:1/models, SSL_VERIFY=true",
        "ssh://localhost:1/models, USER=etiqueta"
    })
    void reachesForEachKindOfRemote(String url, String option) throws IOException, InterruptedException {
        Outcome pulled = Container.execute(
                List.of(
                        "--volume=" + folder + ":/data:ro",
                        "--env=AWS_ACCESS_KEY_ID=id",
                        "--env=AWS_SECRET_ACCESS_KEY=key",
                        "--env=AWS_REGION=eu-central-1",
                        "--env=ETIQUETA_REMOTE_OPTIONS_ALLOW_ANONYMOUS_LOGIN=" + url.startsWith("gs:"),
                        "--env=ETIQUETA_REMOTE_URL=" + url,
                        "--env=ETIQUETA_REMOTE_OPTIONS_" + option),
                "pull",
                "--repository=/data/repository.git",
                "--revision=v1");

        assertThat(pulled.status()).isEqualTo(2);
        assertThat(pulled.out().toLowerCase(Locale.ROOT)).containsAnyOf("connect", "refused");
        assertThat(pulled.out()).doesNotContain("NoClassDefFound", "NoSuchAlgorithm", "UnsatisfiedLink", "\tat ");
    }

    private static String label(Container container, String type, String image)
            throws IOException, InterruptedException {
        byte[] body = Files.readAllBytes(Path.of("src/test/resources", image));
        HttpRequest request = HttpRequest.newBuilder(container.uri("/predict"))
                .header("Content-Type", type)
                .header("Authorization", TestKeys.bearer(TestKeys.ALL))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        return send(request).path("predictions").path(0).path("label").asString();
    }

    private static int status(Container container, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(container.uri(path)).build(), BodyHandlers.discarding())
                .statusCode();
    }

    private static JsonNode send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonMapper().readTree(answer.body());
    }

    private static void report(String line, Object... arguments) throws IOException {
        Files.writeString(
                REPORT, line.formatted(arguments) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
