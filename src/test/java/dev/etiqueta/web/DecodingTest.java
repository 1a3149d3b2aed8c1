package dev.etiqueta.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.TestDigits;
import dev.etiqueta.image.ColorMode;
import dev.etiqueta.image.ImageContract;
import dev.etiqueta.image.ImageDecoder;
import dev.etiqueta.image.SizePolicy;
import dev.etiqueta.web.HttpTester.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;

/** What a model gets to see of an image. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class DecodingTest {

    private static final String DECODE = "/v1/models/digit_classifier:decode";

    private HttpTester http;
    private int port;

    @BeforeEach
    void connect(@LocalServerPort int port) {
        this.port = port;
        http = new HttpTester(port);
    }

    @Test
    void showsThePixelsThatTheModelGets() throws IOException, InterruptedException {
        var answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + DECODE))
                                .header("Content-Type", "image/png")
                                .POST(BodyPublishers.ofByteArray(TestDigits.png(7)))
                                .build(),
                        BodyHandlers.ofByteArray());

        assertThat(answer.statusCode()).isEqualTo(HttpStatus.OK.value());
        assertThat(answer.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(decoded(answer.body(), new ImageContract(28, 28, ColorMode.GRAYSCALE, SizePolicy.REFUSE)))
                .isEqualTo(TestDigits.pixels(7));
    }

    @ParameterizedTest
    @EnumSource
    void writesSamplesAsTheyAre(ColorMode mode) {
        ImageContract contract = new ImageContract(5, 3, mode, SizePolicy.REFUSE);
        byte[] samples = new byte[contract.samples()];
        new Random(1).nextBytes(samples);

        assertThat(decoded(PngWriter.write(samples, contract), contract)).isEqualTo(samples);
    }

    private static byte[] decoded(byte[] png, ImageContract contract) {
        return new ImageDecoder(1000).decode(png, contract);
    }

    @Test
    void refusesWhatThePredictionRefuses() {
        Answer text = http.post(DECODE, "image/png", "no image".getBytes(StandardCharsets.US_ASCII));
        assertThat(text.status()).isEqualTo(415);
        assertThat(text.detail()).contains("expected a PNG or a JPEG");
        assertThat(http.post(DECODE, "image/png", new byte[11 << 20]).status()).isEqualTo(413);
        assertThat(http.postJson(DECODE, "{}").status()).isEqualTo(415);
        Answer model = http.post("/v1/models/nope:decode", "image/png", TestDigits.png(0));
        assertThat(model.status()).isEqualTo(404);
        assertThat(model.detail()).contains("digit_classifier");
    }

    @Test
    void isDocumented() {
        var operation = http.get("/docs/openapi")
                .json()
                .path("paths")
                .path("/v1/models/{name}:decode")
                .path("post");

        assertThat(operation.path("requestBody").path("content").propertyNames())
                .containsExactly("image/png", "image/jpeg");
        assertThat(operation.path("responses").propertyNames()).contains("200", "400", "404", "413", "415", "422");
    }
}
