package dev.etiqueta.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.TestDigits;
import dev.etiqueta.web.HttpTester.Answer;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Pictures by the Open Inference Protocol: BYTES of the shape [n] are n PNGs or JPEGs. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ImageInferenceTest {

    private HttpTester http;

    @BeforeEach
    void connect(@LocalServerPort int port) {
        http = new HttpTester(port);
    }

    private Answer infer(List<byte[]> images, String output) {
        ByteArrayOutputStream behind = new ByteArrayOutputStream();
        for (byte[] image : images) {
            behind.writeBytes(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(image.length)
                    .array());
            behind.writeBytes(image);
        }
        String json =
                "{\"inputs\":[{\"name\":\"input\",\"shape\":[%d],\"datatype\":\"BYTES\",\"parameters\":{\"binary_data_size\":%d}}],\"outputs\":[%s]}"
                        .formatted(images.size(), behind.size(), output);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(json.getBytes(UTF_8));
        body.writeBytes(behind.toByteArray());
        return http.send(http.request("/v2/models/digit_classifier/infer")
                .header("Inference-Header-Content-Length", Integer.toString(json.length()))
                .POST(BodyPublishers.ofByteArray(body.toByteArray())));
    }

    @Test
    void classifiesThemByTheLabelsOfTheCard() {
        String output = http.get("/v2/models/digit_classifier")
                .json()
                .path("outputs")
                .path(0)
                .path("name")
                .asString();
        Answer answer = infer(
                List.of(TestDigits.png(0), TestDigits.png(1)),
                "{\"name\":\"%s\",\"parameters\":{\"classification\":2}}".formatted(output));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().path("outputs").path(0).path("shape").toString())
                .isEqualTo("[2,2]");
        assertThat(answer.json().path("outputs").path(0).path("datatype").asString())
                .isEqualTo("BYTES");
        // The first digits of the test data.
        assertThat(answer.json().path("outputs").path(0).path("data").path(0).asString())
                .matches("-?[0-9]+\\.[0-9]{6}:7:7");
        assertThat(answer.json().path("outputs").path(0).path("data").path(2).asString())
                .endsWith(":2:2");
    }

    @Test
    void countsThemAsPredictions() {
        double before = counted();
        infer(List.of(TestDigits.png(0), TestDigits.png(1), TestDigits.png(2)), "");

        assertThat(counted() - before).isEqualTo(3);
    }

    private double counted() {
        double counted = 0;
        for (var count :
                http.get("/v1/models/digit_classifier/statistics").json().path("predictions")) {
            counted += count.asDouble();
        }
        return counted;
    }

    @Test
    void saysWhichPictureIsNone() {
        Answer answer = infer(List.of(TestDigits.png(0), new byte[] {1, 2}), "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").asString()).startsWith("input[1]: ");
        assertThat(infer(List.of(), "").status()).isEqualTo(400);
    }
}
