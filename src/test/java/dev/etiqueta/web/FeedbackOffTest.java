package dev.etiqueta.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.TestDigits;
import dev.etiqueta.web.HttpTester.Answer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "etiqueta.feedback.capacity=0")
@DirtiesContext
class FeedbackOffTest {

    @Test
    void givesNoIdsAndSaysWhyItTakesNoFeedback(@LocalServerPort int port) {
        HttpTester http = new HttpTester(port);

        Answer prediction = http.post("/predict", "image/png", TestDigits.png(0));
        assertThat(prediction.status()).isEqualTo(200);
        assertThat(prediction.header("X-Prediction-Id")).isEmpty();
        Answer answer = http.postJson(
                "/v1/models/digit_classifier/feedback", "{\"id\": \"%s\", \"label\": \"7\"}".formatted("a".repeat(32)));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.detail()).contains("etiqueta.feedback.capacity");
    }
}
