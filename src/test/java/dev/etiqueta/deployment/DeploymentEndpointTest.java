package dev.etiqueta.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.RepositoryFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.util.FileSystemUtils;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Deploying while running, over HTTP, with a repository that the real DVC wrote. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "management.server.address=127.0.0.1",
            "management.endpoint.deployment.access=unrestricted",
            "management.endpoints.web.exposure.include=*",
            "etiqueta.repository.revision=v1"
        })
@DirtiesContext
class DeploymentEndpointTest {

    private static final String GREY_150 = "{\"instances\": [[[150, 150], [150, 150]]]}";

    @TempDir
    private static Path folder;

    private static RepositoryFixture fixture;
    private static FolderServer remote;

    private RestClient predictions;
    private RestClient management;

    @BeforeAll
    static void unpack() throws IOException {
        fixture = RepositoryFixture.unpack("dvc3", folder);
        remote = new FolderServer(fixture.store("store"));
    }

    @AfterAll
    static void stop() {
        remote.close();
    }

    @DynamicPropertySource
    static void repository(DynamicPropertyRegistry properties) {
        properties.add("etiqueta.repository.url", () -> fixture.repository().toString());
        properties.add("etiqueta.remote.url", () -> remote.url());
        properties.add("etiqueta.cache.dir", () -> folder.resolve("cache").toString());
    }

    @BeforeEach
    void connect(@LocalServerPort int port, @LocalManagementPort int managementPort) {
        predictions = client(port);
        management = client(managementPort);
        // What serves is not fetched again, and another test may have emptied the cache.
        assertThat(deploy("v2").getStatusCode().value()).isEqualTo(200);
        assertThat(deploy("v1").getStatusCode().value()).isEqualTo(200);
    }

    @Test
    void servesAnotherTagAndSaysSoEverywhere() {
        ResponseEntity<String> deployed = deploy("v2");

        assertThat(deployed.getStatusCode().value()).isEqualTo(200);
        assertThat(json(deployed).path("version").asString()).isEqualTo("v2");
        assertThat(json(deployed).path("commit").asString()).isEqualTo("d1e1664cd83de50af9efc96bcd3317c1cf4c43f2");
        ResponseEntity<String> answer = predict();
        assertThat(answer.getHeaders().getFirst("X-Model-Version")).isEqualTo("v2");
        assertThat(json(answer).path("version").asString()).isEqualTo("v2");
        assertThat(label(answer)).isEqualTo("dark");
        assertThat(get("/actuator/prometheus"))
                .contains("model_predictions_total{label=\"dark\",model=\"bright\",version=\"v2\"}");
        assertThat(read("/actuator/info").path("deployment").path("tag").asString())
                .isEqualTo("v2");
        assertThat(read("/actuator/health/deployment")
                        .path("details")
                        .path("version")
                        .asString())
                .isEqualTo("v2");
    }

    @Test
    void rollsBackWithoutTheRepositoryAndTheRemote() throws IOException {
        deploy("v2");
        Path away = fixture.repository().resolveSibling("away.git");
        Files.move(fixture.repository(), away);
        int requests = remote.requests();
        try {
            ResponseEntity<String> back = post("/actuator/deployment/rollback", "");

            assertThat(back.getStatusCode().value()).isEqualTo(200);
            assertThat(label(predict())).isEqualTo("bright");
            assertThat(read("/actuator/deployment")
                            .path("previous")
                            .path("version")
                            .asString())
                    .isEqualTo("v2");
            assertThat(remote.requests()).isEqualTo(requests);
        } finally {
            Files.move(away, fixture.repository());
        }
    }

    /** A deployment whose remote does not answer for now. */
    private final class HangingDeployment implements AutoCloseable {

        private final CountDownLatch answers = new CountDownLatch(1);
        private final CompletableFuture<ResponseEntity<String>> answer;

        HangingDeployment(String revision) throws InterruptedException {
            CountDownLatch asked = new CountDownLatch(1);
            remote.disturb(() -> {
                asked.countDown();
                answers.await();
                return 200;
            });
            answer = CompletableFuture.supplyAsync(() -> deploy(revision));
            asked.await();
        }

        void goOn() {
            answers.countDown();
        }

        ResponseEntity<String> answer() {
            return answer.join();
        }

        @Override
        public void close() {
            goOn();
            answer.join();
            remote.leaveAlone();
        }
    }

    @Test
    void refusesASecondDeploymentWhileOneIsUnderWay() throws Exception {
        forgetObjects();
        try (HangingDeployment hanging = new HangingDeployment("v2")) {
            assertThat(deploy("v2").getStatusCode().value()).isEqualTo(409);

            hanging.goOn();
            assertThat(hanging.answer().getStatusCode().value()).isEqualTo(200);
        }
        assertThat(label(predict())).isEqualTo("dark");
    }

    @Test
    void abortsADeploymentForARollback() throws Exception {
        forgetObjects();
        try (HangingDeployment hanging = new HangingDeployment("v2")) {
            remote.leaveAlone();

            ResponseEntity<String> back = post("/actuator/deployment/rollback", "");

            ResponseEntity<String> aborted = hanging.answer();
            assertThat(aborted.getStatusCode().value()).isEqualTo(409);
            assertThat(json(aborted).path("detail").asString()).contains("was aborted: a rollback was asked for");
            assertThat(back.getStatusCode().value()).as(back.getBody()).isEqualTo(200);
        }
    }

    @Test
    void abortsADeploymentThatIsUnderWay() throws Exception {
        forgetObjects();
        try (HangingDeployment hanging = new HangingDeployment("v2")) {
            assertThat(delete().getStatusCode().value()).isEqualTo(204);
            assertThat(hanging.answer().getStatusCode().value()).isEqualTo(409);
            assertThat(delete().getStatusCode().value()).isEqualTo(409);
        }
        assertThat(label(predict())).isEqualTo("bright");
    }

    @Test
    void triesAgainWhatMayPass() throws IOException {
        forgetObjects();
        AtomicInteger failures = new AtomicInteger(2);
        remote.disturb(() -> failures.getAndDecrement() > 0 ? 500 : 200);
        try {
            assertThat(deploy("v2").getStatusCode().value()).isEqualTo(200);
        } finally {
            remote.leaveAlone();
        }
    }

    @Test
    void answersEachRequestByOneVersionWhileAnotherTakesOver() throws Exception {
        AtomicBoolean swapping = new AtomicBoolean(true);
        List<Future<Integer>> clients;
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            clients = IntStream.range(0, 4)
                    .mapToObj(client -> threads.submit(() -> {
                        int answers = 0;
                        while (swapping.get()) {
                            requireOneVersion(predict());
                            answers++;
                        }
                        return answers;
                    }))
                    .toList();
            assertThat(deploy("v2").getStatusCode().value()).isEqualTo(200);
            assertThat(deploy("v1").getStatusCode().value()).isEqualTo(200);
            for (int i = 0; i < 20; i++) {
                assertThat(post("/actuator/deployment/rollback", "")
                                .getStatusCode()
                                .value())
                        .isEqualTo(200);
            }
            swapping.set(false);
        }
        for (Future<Integer> client : clients) {
            assertThat(client.get()).isPositive();
        }
    }

    @Test
    void countsFeedbackForTheVersionThatPredicted() {
        String id = predict().getHeaders().getFirst("X-Prediction-Id");
        deploy("v2");

        ResponseEntity<String> feedback = predictions
                .post()
                .uri("/v1/models/bright/feedback")
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"id\": \"%s\", \"label\": \"dark\"}".formatted(id))
                .retrieve()
                .toEntity(String.class);

        assertThat(feedback.getStatusCode().value()).as(feedback.getBody()).isEqualTo(200);
        assertThat(json(feedback).path("version").asString()).isEqualTo("v1");
        assertThat(json(feedback).path("predicted").asString()).isEqualTo("bright");
        assertThat(get("/actuator/prometheus"))
                .contains(
                        "model_feedback_total{authenticated=\"false\",model=\"bright\",outcome=\"wrong\",version=\"v1\"} 1.0")
                .contains("model_live_accuracy{authenticated=\"false\",model=\"bright\",version=\"v1\"} 0.0")
                .contains("model_live_accuracy{authenticated=\"false\",model=\"bright\",version=\"v2\"} NaN");
    }

    private static void requireOneVersion(ResponseEntity<String> answer) {
        assertThat(answer.getStatusCode().value()).isEqualTo(200);
        String version = json(answer).path("version").asString();
        assertThat(answer.getHeaders().getFirst("X-Model-Version")).isEqualTo(version);
        assertThat(label(answer)).isEqualTo(version.equals("v2") ? "dark" : "bright");
    }

    /** As if the cache were new. */
    private static void forgetObjects() throws IOException {
        FileSystemUtils.deleteRecursively(folder.resolve("cache/files"));
    }

    @Test
    void goesOnServingWhenAModelDoesNotProveItself() {
        ResponseEntity<String> refused = deploy("broken");

        assertThat(refused.getStatusCode().value()).isEqualTo(422);
        assertThat(refused.getHeaders().getContentType()).hasToString("application/problem+json");
        assertThat(json(refused).path("detail").asString()).contains("golden example");
        assertThat(json(refused).path("instance").asString())
                .isEqualTo("/actuator/deployment#" + refused.getHeaders().getFirst("X-Request-Id"));
        assertThat(json(predict()).path("version").asString()).isIn("v1", "v1.9.0");
        JsonNode health = read("/actuator/health/deployment");
        assertThat(health.path("status").asString()).isEqualTo("DEGRADED");
        assertThat(health.path("details").path("lastFailure").path("revision").asString())
                .isEqualTo("broken");
        assertThat(read("/actuator/health/readiness").path("status").asString()).isEqualTo("UP");
        assertThat(read("/actuator/deployment")
                        .path("lastFailure")
                        .path("description")
                        .asString())
                .contains("golden example");
        assertThat(get("/actuator/prometheus")).contains("model_deployment_seconds_count{outcome=\"failure\"}");

        deploy("v2");
        assertThat(read("/actuator/health/deployment").path("status").asString())
                .isEqualTo("UP");
    }

    @Test
    void tellsTheFailuresApart() {
        assertThat(deploy("v99").getStatusCode().value()).isEqualTo(404);
        assertThat(json(deploy("v99")).path("detail").asString()).contains("v99", "v2");
        assertThat(deploy("unpushed").getStatusCode().value()).isEqualTo(422);
        assertThat(json(deploy("unpushed")).path("detail").asString()).contains("dvc push");
        assertThat(deploy("no-model").getStatusCode().value()).isEqualTo(422);
        assertThat(post("/actuator/deployment/forward", "").getStatusCode().value())
                .isEqualTo(404);
        assertThat(label(predict())).isEqualTo("bright");
    }

    @Test
    void refusesWhatIsNoRequest() {
        for (String body :
                List.of("{}", "{\"revison\": \"v2\"}", "{\"revision\": null}", "{\"revision\": \"\"}", "[", "7")) {
            assertThat(post("/actuator/deployment", body).getStatusCode().value())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(deploy("v2\\nforged").getStatusCode().value()).isEqualTo(400);
        assertThat(deploy("v".repeat(251)).getStatusCode().value()).isEqualTo(400);
        assertThat(deploy("v".repeat(70_000)).getStatusCode().value()).isEqualTo(413);
        assertThat(read("/actuator/deployment").path("current").path("version").asString())
                .isEqualTo("v1");
    }

    @Test
    void takesABodyThatComesInChunksUpToItsLimit() {
        assertThat(postInChunks("v2").getStatusCode().value()).isEqualTo(200);
        assertThat(postInChunks("v".repeat(70_000)).getStatusCode().value()).isEqualTo(413);
        assertThat(label(predict())).isEqualTo("dark");
    }

    private ResponseEntity<String> postInChunks(String revision) {
        // Of a map the client does not know the length before it has written it.
        return management
                .post()
                .uri("/actuator/deployment")
                .contentType(MediaType.APPLICATION_JSON)
                .body(Map.of("revision", revision))
                .retrieve()
                .toEntity(String.class);
    }

    @Test
    void refusesEveryByteThatWasChangedInTheRemote() throws IOException {
        List<Path> objects;
        try (var all = Files.walk(fixture.store("store"))) {
            objects = all.filter(Files::isRegularFile).toList();
        }
        Path listing = objects.stream()
                .filter(path -> path.toString().endsWith("eff2e4808c34dec3eb0b2686f8a345.dir"))
                .findFirst()
                .orElseThrow();
        Path model = objects.stream()
                .filter(path -> path.toString().endsWith("dd44678e789f7b37d9afb336e5d2c7"))
                .findFirst()
                .orElseThrow();
        for (Path object : List.of(listing, model)) {
            byte[] content = Files.readAllBytes(object);
            for (int i = 0; i < content.length; i += 37) {
                byte[] changed = content.clone();
                changed[i] ^= 0x10;
                forgetObjects();
                Files.delete(object);
                Files.write(object, changed);
                assertThat(deploy("v2").getStatusCode().value())
                        .as("byte %d", i)
                        .isEqualTo(422);
            }
            Files.write(object, content);
        }
        assertThat(label(predict())).isEqualTo("bright");
    }

    private ResponseEntity<String> deploy(String revision) {
        return post("/actuator/deployment", "{\"revision\": \"%s\"}".formatted(revision));
    }

    private ResponseEntity<String> predict() {
        return predictions
                .post()
                .uri("/v1/models/bright:predict")
                .contentType(MediaType.APPLICATION_JSON)
                .body(GREY_150)
                .retrieve()
                .toEntity(String.class);
    }

    private static String label(ResponseEntity<String> answer) {
        return json(answer).path("predictions").path(0).path("label").asString();
    }

    private ResponseEntity<String> delete() {
        return management.delete().uri("/actuator/deployment").retrieve().toEntity(String.class);
    }

    private ResponseEntity<String> post(String path, String body) {
        return management
                .post()
                .uri(path)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body)
                .retrieve()
                .toEntity(String.class);
    }

    private JsonNode read(String path) {
        return new JsonMapper().readTree(get(path));
    }

    private String get(String path) {
        return management.get().uri(path).retrieve().body(String.class);
    }

    private static JsonNode json(ResponseEntity<String> response) {
        return new JsonMapper().readTree(response.getBody());
    }

    private static RestClient client(int port) {
        return RestClient.builder()
                .baseUrl("http://localhost:" + port)
                .defaultStatusHandler(HttpStatusCode::isError, (request, response) -> {})
                .build();
    }
}
