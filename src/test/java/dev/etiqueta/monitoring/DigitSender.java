package dev.etiqueta.monitoring;

import dev.etiqueta.TestDigits;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.MediaType;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends the test images over HTTP in all the forms that there are, and collects the answers. They are sent as if shuffled:
 * in their own order, a writer's digits follow each other, and differ from those of all.
 */
final class DigitSender {

    private static final int BATCH = 250;

    /** Has no divisor in common with the number of images, so that each comes once. */
    private static final int STRIDE = 7_919;

    private final RestClient http;
    private final String path;
    private final List<Answer> answers = new ArrayList<>();

    /** What a client is told of one image. */
    record Answer(String label, double positive) {}

    DigitSender(int port, String model) {
        this.http = RestClient.create("http://localhost:" + port);
        this.path = "/v1/models/%s:predict".formatted(model);
    }

    /** All answers so far. */
    List<Answer> answers() {
        return answers;
    }

    /** Sends images in batches, the form of which changes. */
    void send(int from, int to) {
        for (int start = from; start < to; start += BATCH) {
            int[] images = IntStream.range(start, Math.min(to, start + BATCH))
                    .map(i -> i * STRIDE % TestDigits.COUNT)
                    .toArray();
            switch (start / BATCH % 4) {
                case 0 -> post(MediaType.MULTIPART_FORM_DATA, parts(images));
                case 1 -> post(MediaType.APPLICATION_JSON, instances(images, DigitSender::base64));
                case 2 -> post(MediaType.APPLICATION_JSON, instances(images, DigitSender::rows));
                default -> IntStream.of(images).forEach(i -> sendAlone(TestDigits.png(i)));
            }
        }
    }

    /** Sends an image as the body of a request. */
    void sendAlone(byte[] png) {
        post(MediaType.IMAGE_PNG, png);
    }

    private void post(MediaType type, Object body) {
        String answer =
                http.post().uri(path).contentType(type).body(body).retrieve().body(String.class);
        for (JsonNode prediction : new JsonMapper().readTree(answer).path("predictions")) {
            List<JsonNode> scores = prediction.path("scores").valueStream().toList();
            answers.add(new Answer(
                    prediction.path("label").asString(), scores.getLast().asDouble()));
        }
    }

    private static MultiValueMap<String, Object> parts(int[] images) {
        MultiValueMap<String, Object> parts = new LinkedMultiValueMap<>();
        for (int image : images) {
            String name = image + ".png";
            parts.add("file", new ByteArrayResource(TestDigits.png(image)) {
                @Override
                public String getFilename() {
                    return name;
                }
            });
        }
        return parts;
    }

    private static String instances(int[] images, IntFunction<String> form) {
        return IntStream.of(images).mapToObj(form).collect(Collectors.joining(",", "{\"instances\": [", "]}"));
    }

    private static String base64(int index) {
        return "{\"b64\": \"%s\"}".formatted(Base64.getEncoder().encodeToString(TestDigits.png(index)));
    }

    private static String rows(int index) {
        byte[] pixels = TestDigits.pixels(index);
        return IntStream.range(0, 28)
                .mapToObj(y -> IntStream.range(0, 28)
                        .mapToObj(x -> Integer.toString(pixels[y * 28 + x] & 0xff))
                        .collect(Collectors.joining(",", "[", "]")))
                .collect(Collectors.joining(",", "[", "]"));
    }
}
