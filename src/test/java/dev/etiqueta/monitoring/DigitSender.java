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

/** Sends the test images over HTTP in all the forms that there are, and collects the answers. */
final class DigitSender {

    private static final int BATCH = 250;

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
            int end = Math.min(to, start + BATCH);
            switch (start / BATCH % 4) {
                case 0 -> post(MediaType.MULTIPART_FORM_DATA, parts(start, end));
                case 1 -> post(MediaType.APPLICATION_JSON, instances(start, end, DigitSender::base64));
                case 2 -> post(MediaType.APPLICATION_JSON, instances(start, end, DigitSender::rows));
                default -> IntStream.range(start, end).forEach(i -> sendAlone(TestDigits.png(i)));
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

    private static MultiValueMap<String, Object> parts(int from, int to) {
        MultiValueMap<String, Object> parts = new LinkedMultiValueMap<>();
        for (int i = from; i < to; i++) {
            String name = i + ".png";
            parts.add("file", new ByteArrayResource(TestDigits.png(i)) {
                @Override
                public String getFilename() {
                    return name;
                }
            });
        }
        return parts;
    }

    private static String instances(int from, int to, IntFunction<String> form) {
        return IntStream.range(from, to).mapToObj(form).collect(Collectors.joining(",", "{\"instances\": [", "]}"));
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
