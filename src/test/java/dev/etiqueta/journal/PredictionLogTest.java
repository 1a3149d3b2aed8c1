package dev.etiqueta.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.etiqueta.TestDigits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The prediction log of a service that is asked over HTTP. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "etiqueta.prediction-log.inputs=true")
@DirtiesContext
class PredictionLogTest {

    private static final String MODEL = "digit_classifier";

    @TempDir
    private static Path folder;

    @DynamicPropertySource
    static void properties(DynamicPropertyRegistry properties) {
        properties.add("etiqueta.prediction-log.dir", folder::toString);
    }

    @Test
    void hasWhatWasPredictedAndWhatWasRight(@LocalServerPort int port) throws IOException {
        RestClient http = RestClient.create("http://localhost:" + port);
        Instant before = Instant.now();
        ResponseEntity<JsonNode> answer = http.post()
                .uri("/v1/models/%s:predict".formatted(MODEL))
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"instances\": [{\"b64\": \"%s\"}, {\"b64\": \"%s\"}]}".formatted(base64(0), base64(1)))
                .retrieve()
                .toEntity(JsonNode.class);
        String id = answer.getHeaders().getFirst("X-Prediction-Id");
        http.post()
                .uri("/v1/models/%s/feedback".formatted(MODEL))
                .contentType(MediaType.APPLICATION_JSON)
                .body("{\"id\": \"%s\", \"index\": 1, \"label\": \"2\"}".formatted(id))
                .retrieve()
                .toBodilessEntity();

        await().until(() -> lines().size() == 3);
        for (int i = 0; i < 2; i++) {
            JsonNode line = lines().get(i);
            JsonNode prediction = answer.getBody().path("predictions").path(i);
            assertThat(Instant.parse(line.path("time").asString())).isBetween(before, Instant.now());
            assertThat(line.path("id").asString()).isEqualTo(id);
            assertThat(line.path("index").asInt()).isEqualTo(i);
            assertThat(line.path("model").asString()).isEqualTo(MODEL);
            assertThat(line.path("version")).isEqualTo(answer.getBody().path("version"));
            for (String member : List.of("label", "probability", "scores")) {
                assertThat(line.path(member)).as(member).isEqualTo(prediction.path(member));
            }
            JsonNode input = line.path("inputs").path("input");
            assertThat(input.path("type").asString()).isEqualTo("uint8");
            assertThat(input.path("shape").toString()).isEqualTo("[1,28,28]");
            assertThat(Base64.getDecoder().decode(input.path("data").asString()))
                    .isEqualTo(TestDigits.pixels(i));
        }
        JsonNode correction = lines().get(2);
        assertThat(correction.path("id").asString()).isEqualTo(id);
        assertThat(correction.path("index").asInt()).isEqualTo(1);
        assertThat(correction.path("trueLabel").asString()).isEqualTo("2");
        assertThat(correction.path("model").asString()).isEqualTo(MODEL);
    }

    private static String base64(int digit) {
        return Base64.getEncoder().encodeToString(TestDigits.png(digit));
    }

    private static List<JsonNode> lines() throws IOException {
        JsonMapper json = new JsonMapper();
        return Files.readAllLines(folder.resolve(JournalFile.NAME)).stream()
                .map(json::readTree)
                .toList();
    }
}
