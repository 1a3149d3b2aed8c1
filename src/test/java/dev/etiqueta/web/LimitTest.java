package dev.etiqueta.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.TestDigits;
import dev.etiqueta.web.HttpTester.Answer;
import dev.etiqueta.web.HttpTester.Part;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Each limit, set so low that a small request goes beyond it. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "etiqueta.limits.upload-size=5KB",
            "etiqueta.limits.instances=3",
            "etiqueta.limits.pixels=1000",
            "etiqueta.limits.json-size=10KB",
            "etiqueta.limits.json-depth=8"
        })
class LimitTest {

    private static final byte[] DIGIT = TestDigits.png(0);

    @LocalServerPort
    private int port;

    private HttpTester http;

    @BeforeEach
    void connect() {
        http = new HttpTester(port);
    }

    @Test
    void refusesMoreBytesThanTheUploadSize() {
        assertTooLarge(http.post("/predict", "image/png", new byte[5 * 1024 + 1]), "5120 bytes");
        assertTooLarge(http.postFiles("/predict", Map.of("a.png", new byte[5 * 1024])), "5120 bytes");
    }

    @Test
    void refusesMoreBytesThanTheUploadSizeWhereNoLengthIsDeclared() {
        var body = BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(new byte[1_000_000]));
        assertTooLarge(
                http.send(http.request("/predict")
                        .header("Content-Type", "image/png")
                        .POST(body)),
                "5120 bytes");
    }

    @Test
    void refusesMoreBytesThanTheJsonSize() {
        assertTooLarge(http.postJson("/predict", "{\"x\": \"" + "x".repeat(10 * 1024) + "\"}"), "10240 bytes");
    }

    @Test
    void refusesMoreImagesThanAllowed() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (int i = 0; i < 3; i++) {
            files.put(i + ".png", DIGIT);
        }
        assertThat(http.postFiles("/predict", files).status()).isEqualTo(200);
        files.put("3.png", DIGIT);
        assertTooLarge(http.postFiles("/predict", files), "more than the 3 instances");
    }

    @Test
    void passesOverAPartOfAnotherNameForEachImage() {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            parts.add(new Part("comment" + i, i + ".txt", new byte[10]));
            parts.add(new Part("file", i + ".png", DIGIT));
        }
        assertThat(http.postParts("/predict", parts).status()).isEqualTo(200);
        parts.add(new Part("comment", "3.txt", new byte[0]));
        assertTooLarge(http.postParts("/predict", parts), "more than 6 parts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"comment", "FILE", "", "file\u00e9"})
    void countsTheBytesOfPartsOfOtherNames(String name) {
        List<Part> parts = List.of(new Part("file", "0.png", DIGIT), new Part(name, "a", new byte[5 * 1024]));

        assertTooLarge(http.postParts("/predict", parts), "5120 bytes");
        assertTooLarge(http.postParts("/predict", parts.reversed()), "5120 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Disposition: form-data; name=\"x\"\r\n",
                "Content-Disposition: form-data\r\n",
                "X: y\r\n"
            })
    void refusesAFloodOfSmallParts(String header) {
        String flood = "--b\r\n%s\r\n\r\n".formatted(header).repeat(7) + "--b--\r\n";

        assertTooLarge(
                http.post("/predict", "multipart/form-data; boundary=b", flood.getBytes(StandardCharsets.US_ASCII)),
                "more than 6 parts");
    }

    @Test
    void refusesAnImageOfTooManyPixels() throws IOException {
        try (var in = getClass().getResourceAsStream("/images/resize-61x47.png")) {
            assertTooLarge(http.post("/predict", "image/png", in.readAllBytes()), "61 x 47, which is 2867 pixels");
        }
    }

    @Test
    void refusesJsonThatIsTooDeep() {
        Answer answer = http.postJson("/predict", "{\"x\": " + "[".repeat(9) + "]".repeat(9) + "}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).contains("8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/predict", "/v1/models/binary_classifier_3/feedback"})
    void refusesMoreUnknownNamesThanMemoryShouldBeSpentOn(String path) {
        String names = IntStream.range(0, 1001).mapToObj("\"%x\":1"::formatted).collect(Collectors.joining(","));

        for (String body : List.of("{%s}".formatted(names), "{\"x\": [{%s}]}".formatted(names))) {
            Answer answer = http.postJson(path, body);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.detail()).contains("more than 1000 names");
        }
    }

    private static void assertTooLarge(Answer answer, String detail) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(413);
        assertThat(answer.type()).isEqualTo("application/problem+json");
        assertThat(answer.detail()).contains(detail);
    }
}
