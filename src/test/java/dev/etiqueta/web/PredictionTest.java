package dev.etiqueta.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.etiqueta.TestDigits;
import dev.etiqueta.web.HttpTester.Answer;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** The whole application, with the models that the repository carries. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class PredictionTest {

    private static final String BINARY = "/v1/models/binary_classifier_3:predict";
    private static final String DIGITS = "/v1/models/digit_classifier:predict";
    private static final byte[] THREE = TestDigits.png(TestDigits.first(3));
    private static final byte[] SEVEN = TestDigits.png(TestDigits.first(7));

    private HttpTester http;

    @BeforeEach
    void connect(@LocalServerPort int port) {
        http = new HttpTester(port);
    }

    @Test
    void labelsAnUploadedDigit() {
        Answer answer = http.postFiles("/predict", Map.of("three.png", THREE));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("model").asString()).isEqualTo("binary_classifier_3");
        assertThat(answer.json().path("version").asString()).matches("[0-9a-f]{32}");
        JsonNode prediction = answer.json().path("predictions").path(0);
        assertThat(prediction.path("label").asString()).isEqualTo("3");
        assertThat(prediction.path("probability").asDouble()).isGreaterThan(0.5);
        assertThat(prediction.path("scores").propertyNames()).containsExactly("no 3", "3");
        assertThat(prediction.path("scores").path("no 3").asDouble())
                .isEqualTo(1 - prediction.path("probability").asDouble());
    }

    @Test
    void answersAsTheCardSaysFor200TestImages() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        IntStream.range(0, 200).forEach(i -> files.put(i + ".png", TestDigits.png(i)));
        float[] logits = TestDigits.logits("binary_classifier_3");

        JsonNode predictions = http.postFiles(BINARY, files).json().path("predictions");

        assertThat(predictions).hasSize(200);
        for (int i = 0; i < 200; i++) {
            double expected = 1 / (1 + Math.exp(-logits[i]));
            assertThat(predictions.path(i).path("scores").path("3").asDouble()).isEqualTo(expected, offset(1e-5));
            assertThat(predictions.path(i).path("label").asString()).isEqualTo(expected > 0.5 ? "3" : "no 3");
        }
    }

    @Test
    void givesTheSameAnswerInWhateverFormAnImageComes() {
        int index = TestDigits.first(3);
        String pixels = nested(TestDigits.pixels(index));
        String base64 = Base64.getEncoder().encodeToString(THREE);

        JsonNode fromFile = http.postFiles(DIGITS, Map.of("3.png", THREE)).json();
        assertThat(http.post(DIGITS, "image/png", THREE).json()).isEqualTo(fromFile);
        assertThat(http.postJson(DIGITS, "{\"instances\": [%s]}".formatted(pixels))
                        .json())
                .isEqualTo(fromFile);
        assertThat(http.postJson(DIGITS, "{\"instances\": [{\"b64\": \"%s\"}]}".formatted(base64))
                        .json())
                .isEqualTo(fromFile);
        assertThat(http.postJson(DIGITS, "{\"instances\": [{\"input\": %s}]}".formatted(pixels))
                        .json())
                .isEqualTo(fromFile);
    }

    @Test
    void keepsTheOrderAndMixesForms() {
        Answer answer = http.postJson(
                DIGITS,
                "{\"signature_name\": [\"ignored\"], \"instances\": [%s, {\"b64\": \"%s\"}, %s]}"
                        .formatted(
                                nested(TestDigits.pixels(TestDigits.first(7))),
                                Base64.getEncoder().encodeToString(THREE),
                                nested(TestDigits.pixels(TestDigits.first(0)))));

        assertThat(answer.json().path("predictions").valueStream().map(p -> p.path("label")
                        .asString()))
                .containsExactly("7", "3", "0");
    }

    @Test
    void namesTheBadImageAmongManyByPositionAndFileName() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("a.png", THREE);
        files.put("b.png", Arrays.copyOf(SEVEN, 100));
        files.put("c.png", SEVEN);

        Answer answer = http.postFiles("/predict", files);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).startsWith("file[1] 'b.png': the PNG is truncated");
        assertThat(answer.json().path("position").asInt()).isEqualTo(1);
        assertThat(answer.json().path("fileName").asString()).isEqualTo("b.png");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nothing | 400 | not JSON",
                "{} | 400 | no \"instances\"",
                "[] | 400 | expected an object",
                "{\"instances\": 3} | 400 | not an array",
                "{\"instances\": []} | 400 | empty",
                "{\"instances\": [[[1, 2 | 400 | JSON",
                "{\"instances\": []} {} | 400 | empty",
                "{\"instances\": [{\"b64\": \"*\"}]} | 400 | instances[0].b64 is not base64",
                "{\"instances\": [{\"b64\": \"aGVsbG8=\"}]} | 415 | instances[0].b64: expected a PNG or a JPEG",
                "{\"instances\": [{\"b64\": 5}]} | 400 | base64",
                "{\"instances\": [{}]} | 422 | either \"b64\" or each of the inputs [input]",
                "{\"instances\": [{\"pixels\": []}]} | 422 | no input 'pixels'; expected are [input]",
                "{\"instances\": [5]} | 422 | 5 at the top where an array is expected",
                "{\"instances\": [[1, 2]]} | 422 | shape [28, 28]",
                "{\"instances\": [null]} | 422 | null",
                "{\"instances\": [[[256]]]} | 422 | found 256 at [0][0]; the input 'input' takes whole numbers from 0 to 255",
                "{\"instances\": [[[-1]]]} | 422 | found -1",
                "{\"instances\": [[[0.5]]]} | 422 | found 0.5",
                "{\"instances\": [[[1e400]]]} | 422 | Infinity",
                "{\"instances\": [[[99999999999999999999]]]} | 422 | 99999999999999999999",
                "{\"instances\": [[[\"1\"]]]} | 422 | \"1\"",
                "{\"instances\": [[[true]]]} | 422 | true",
                "{\"instances\": [[[{}]]]} | 422 | an object",
                "{\"instances\": [], \"instances\": []} | 400 | empty",
            })
    void refusesBadInstancesAndSaysWhy(String body, int status, String detail) {
        Answer answer = http.postJson(BINARY, body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.type()).isEqualTo("application/problem+json");
        assertThat(answer.detail()).contains(detail);
    }

    @Test
    void refusesArraysThatAreTooDeep() {
        Answer answer = http.postJson(BINARY, "{\"instances\": " + "[".repeat(100_000));

        assertThat(answer.status()).isEqualTo(422);
        answer = http.postJson(BINARY, "{\"other\": " + "[".repeat(100_000));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).contains("depth");
    }

    @Test
    void refusesAFormWithoutItsField() {
        Answer answer = http.postParts("/predict", "image", Map.of("3.png", THREE));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).contains("none of the 1 parts is called 'file'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data", "multipart/form-data; boundary=x"})
    void refusesABodyThatIsNoForm(String type) {
        Answer answer = http.post("/predict", type, "no form".getBytes(UTF_8));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.type()).isEqualTo("application/problem+json");
    }

    @Test
    void takesAnyFileName() {
        assertThat(http.postFiles("/predict", Map.of("a\0b.png", THREE)).status())
                .isEqualTo(200);
        assertThat(http.postFiles("/predict", Map.of("../../\u00e9\u20ac" + "x".repeat(3000), THREE))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refusesAnEncodedBody() {
        Answer answer = http.send(http.request("/predict")
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{}")));

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.detail()).contains("gzip");
    }

    @Test
    void refusesAFormThatEndsEarly() {
        byte[] form = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\nabc".getBytes(UTF_8);

        assertThat(http.post("/predict", "multipart/form-data; boundary=b", form)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void refusesAnotherSize() {
        byte[] image = resource("/images/resize-61x47.png");

        Answer answer = http.post("/predict", "image/png", image);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.detail()).isEqualTo("the image is 61 x 47, the model takes 28 x 28 and does not resize");
    }

    @Test
    void tellsAnImageByItsContentAndNotByItsName() {
        assertThat(http.post("/predict", "image/jpeg", THREE).status()).isEqualTo(200);
        assertThat(http.postFiles("/predict", Map.of("three.exe", THREE)).status())
                .isEqualTo(200);
        assertThat(http.post("/predict", "image/png", "GIF89a".getBytes(UTF_8)).status())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /v1/models/nope:predict | application/json | 404 | served are binary_classifier_3, digit_classifier",
                "GET | /v1/models/nope | | 404 | served are",
                "GET | /nowhere | | 404 | there is nothing at /nowhere",
                "GET | // | | 404 | there is nothing at //",
                "GET | //x//y | | 404 | there is nothing at //x//y",
                "GET | /a;b=%7B%22 | | 404 | there is nothing at",
                "GET | /v1/models/digit_classifier:predict | | 405 | it answers [POST]",
                "DELETE | /predict | | 405 | it answers [POST]",
                "POST | /predict | text/plain | 415 | it takes application/json, image/jpeg, image/jpg, image/png, multipart/form-data",
                "POST | /predict | | 415 | (none)",
                "POST | /predict | not a type | 415 | ",
            })
    void answersEachMistakeWithItsStatus(String method, String path, String type, int status, String detail) {
        var request = http.request(path).method(method, java.net.http.HttpRequest.BodyPublishers.ofString("{}"));
        if (type != null) {
            request.header("Content-Type", type);
        }
        Answer answer = http.send(request);

        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.type()).isEqualTo("application/problem+json");
        assertThat(answer.detail()).contains(detail == null ? "" : detail);
        assertThat(answer.json().path("status").asInt()).isEqualTo(status);
        assertThat(answer.json().path("instance").asString()).startsWith("/").isNotEqualTo("/error");
    }

    @Test
    void refusesToAnswerInAnotherType() {
        Answer answer = http.send(http.request("/predict")
                .header("Accept", "text/html")
                .header("Content-Type", "image/png")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(THREE)));

        assertThat(answer.status()).isEqualTo(406);
        assertThat(answer.type()).isEqualTo("application/problem+json");
    }

    @Test
    void describesWhatIsServed() {
        JsonNode models = http.get("/v1/models").json().path("models");

        assertThat(models.valueStream().map(model -> model.path("name").asString()))
                .containsExactly("binary_classifier_3", "digit_classifier");
        JsonNode model = http.get("/v1/models/binary_classifier_3").json();
        assertThat(model).isEqualTo(models.path(0));
        assertThat(model.path("ready").asBoolean()).isTrue();
        assertThat(model.path("labels").valueStream().map(JsonNode::asString)).containsExactly("no 3", "3");
        assertThat(model.path("image").path("mode").asString()).isEqualTo("grayscale");
        assertThat(model.path("image").path("size").asString()).isEqualTo("refuse");
        assertThat(model.path("signature").path("inputs").path(0).path("type").asString())
                .isEqualTo("uint8");
        assertThat(model.path("evaluation").path("accuracy").asDouble()).isGreaterThan(0.99);
        assertThat(model.path("digest").asString()).matches("[0-9a-f]{32}");
    }

    @Test
    void documentsItselfWithExamplesThatWork() {
        JsonNode api = http.get("/docs/openapi").json();

        for (String path : new String[] {"/predict", "/v1/models/{name}:predict"}) {
            JsonNode operation = api.path("paths").path(path).path("post");
            assertThat(operation.path("requestBody").path("content").propertyNames())
                    .containsExactly("application/json", "multipart/form-data", "image/png", "image/jpeg");
            JsonNode example = operation
                    .path("requestBody")
                    .path("content")
                    .path("application/json")
                    .path("example");
            String model = path.equals("/predict")
                    ? ""
                    : operation.path("parameters").path(0).path("example").asString();
            assertThat(http.postJson(path.replace("{name}", model), example.toString())
                            .status())
                    .isEqualTo(200);
        }
        assertThat(api.path("paths").propertyNames()).doesNotContain("/error");
        assertThat(http.send(http.request("/docs").GET()).status()).isEqualTo(302);
    }

    private static String nested(byte[] pixels) {
        return IntStream.range(0, 28)
                .mapToObj(row -> IntStream.range(0, 28)
                        .mapToObj(column -> Integer.toString(pixels[28 * row + column] & 0xff))
                        .collect(Collectors.joining(", ", "[", "]")))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    private static byte[] resource(String name) {
        try (var in = PredictionTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
