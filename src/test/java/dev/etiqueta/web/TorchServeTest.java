package dev.etiqueta.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.TestDigits;
import dev.etiqueta.web.HttpTester.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** What clients of TorchServe ask. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class TorchServeTest {

    private static final String PATH = "/predictions/digit_classifier";

    private HttpTester http;

    @BeforeEach
    void connect(@LocalServerPort int port) {
        http = new HttpTester(port);
    }

    @Test
    void saysThatItIsHealthyAndWhatItServes() {
        assertThat(http.get("/ping").json().path("status").asString()).isEqualTo("Healthy");
        assertThat(http.get("/models").json().path("models"))
                .extracting(model -> model.path("modelName").asString())
                .containsExactly("binary_classifier_3", "digit_classifier");
    }

    /** As {@code curl -T} does. */
    @Test
    void answersAnImageWithoutAContentTypeByItsFiveBestLabels() {
        Answer answer = http.send(http.request(PATH).PUT(BodyPublishers.ofByteArray(TestDigits.png(0))));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonNode scores = answer.json();
        List<Double> probabilities =
                scores.valueStream().map(JsonNode::asDouble).toList();
        assertThat(scores.propertyNames().iterator().next()).isEqualTo("7");
        assertThat(probabilities).hasSize(5).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    }

    @Test
    void answersAFormAndABodyOfAnotherType() {
        Answer form = http.postParts(PATH, "data", Map.of("7.png", TestDigits.png(0)));
        Answer binary = http.post(PATH, "application/x-www-form-urlencoded", TestDigits.png(0));

        assertThat(form.json().propertyNames().iterator().next()).isEqualTo("7");
        assertThat(binary.json()).isEqualTo(form.json());
    }

    @Test
    void answersInstancesWithPredictions() {
        String version =
                http.get("/v1/models/digit_classifier").json().path("version").asString();
        String zeros = "[%s]".formatted(String.join(",", java.util.Collections.nCopies(28, "0")));
        String image = "[%s]".formatted(String.join(",", java.util.Collections.nCopies(28, zeros)));

        Answer answer = http.postJson(
                PATH + (version.isEmpty() ? "" : "/" + version), "{\"instances\":[%s,%s]}".formatted(image, image));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("predictions").size()).isEqualTo(2);
        assertThat(answer.json().path("predictions").path(0).size()).isEqualTo(5);
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThat(http.post("/predictions/nobody", "image/png", TestDigits.png(0))
                        .status())
                .isEqualTo(404);
        assertThat(http.post(PATH + "/other", "image/png", TestDigits.png(0)).detail())
                .contains("is served in the version");
        assertThat(http.post(PATH, "image/png", new byte[] {1, 2, 3}).status()).isEqualTo(415);
    }
}
