package dev.etiqueta.inference;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.dvc.DvcProjectFixture;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** Whatever a client sends is its mistake, is told to it in the protocol's form, and leaves nothing behind. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
class MutatedBodiesTest {

    private static final int COUNT = 10_000;
    private static final int MOST_LEFT_BEHIND = 32 << 20;

    @TempDir
    private static Path project;

    private final JsonMapper json = new JsonMapper();
    private final Mutations mutations = new Mutations(11);

    /** @param jsonLength of its bytes; 0 for all, without saying so */
    private record Body(String model, byte[] bytes, int jsonLength) {}

    private static final List<Body> SOUND = List.of(
            ofJson(
                    "add",
                    "{\"inputs\":[{\"name\":\"a\",\"shape\":[2,2],\"datatype\":\"FP32\",\"data\":[1,2,3,4]},"
                            + "{\"name\":\"b\",\"shape\":[2,2],\"datatype\":\"FP32\",\"data\":[[1.5,2e3],[-3,0.25]]}]}"),
            ofJson(
                    "gather",
                    "{\"id\":\"7\",\"parameters\":{\"binary_data_output\":true},\"inputs\":[{\"name\":\"index\","
                            + "\"datatype\":\"INT64\",\"data\":[1,0,2],\"shape\":[3]}],\"outputs\":[{\"name\":\"value\"}]}"),
            ofJson(
                    "identity_uint8",
                    "{\"inputs\":[{\"data\":[[0,255]],\"name\":\"in\",\"shape\":[1,2],\"datatype\":\"UINT8\"}],"
                            + "\"outputs\":[{\"name\":\"out\",\"parameters\":{\"classification\":1}}]}"),
            ofJson(
                    "identity_string",
                    "{\"inputs\":[{\"name\":\"in\",\"shape\":[1,2],\"datatype\":\"BYTES\",\"data\":[\"a\",\"ñ\"]}]}"),
            ofBytes("identity_float", "FP32", "[1,2]", 8, new byte[8]),
            ofBytes("identity_bool", "BOOL", "[3,1]", 3, new byte[] {0, 1, 2}),
            ofBytes("identity_string", "BYTES", "[2,1]", 11, new byte[] {3, 0, 0, 0, 'a', 'b', 'c', 0, 0, 0, 0}),
            ofBytes("identity_uint64", "UINT64", "[0,5]", 0, new byte[0]));

    private static Body ofJson(String model, String json) {
        return new Body(model, json.getBytes(UTF_8), 0);
    }

    private static Body ofBytes(String model, String datatype, String shape, int size, byte[] behind) {
        byte[] json =
                ("{\"inputs\":[{\"name\":\"in\",\"shape\":%s,\"datatype\":\"%s\",\"parameters\":{\"binary_data_size\":%d}}],"
                                + "\"outputs\":[{\"name\":\"out\",\"parameters\":{\"binary_data\":true}}]}")
                        .formatted(shape, datatype, size)
                        .getBytes(UTF_8);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(json);
        body.writeBytes(behind);
        return new Body(model, body.toByteArray(), json.length);
    }

    @DynamicPropertySource
    static void models(DynamicPropertyRegistry properties) throws IOException {
        Path models = new DvcProjectFixture(project)
                .onnx(
                        "add",
                        "gather",
                        "identity_bool",
                        "identity_float",
                        "identity_string",
                        "identity_uint8",
                        "identity_uint64")
                .write();
        properties.add("etiqueta.repository.path", models::toString);
    }

    @Test
    void areRefusedOrAnswered(@LocalServerPort int port) throws Exception {
        List<String> wrong = new ArrayList<>();
        int answered = 0;
        long before = 0;
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < COUNT; i++) {
                if (i == COUNT / 5) {
                    before = usedHeap();
                }
                Body sound = SOUND.get(mutations.next(SOUND.size()));
                byte[] body = mutations.of(sound.bytes());
                HttpRequest.Builder request = HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:%d/v2/models/%s/infer".formatted(port, sound.model())))
                        .POST(BodyPublishers.ofByteArray(body));
                if (sound.jsonLength() > 0) {
                    int off = mutations.next(8) == 0 ? mutations.next(5) - 2 : 0;
                    request.header("Inference-Header-Content-Length", Integer.toString(sound.jsonLength() + off));
                }
                HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
                if (response.statusCode() == 200) {
                    answered++;
                } else if (!isError(response)) {
                    wrong.add("%d %s to %s"
                            .formatted(
                                    response.statusCode(),
                                    new String(response.body(), UTF_8),
                                    new String(body, UTF_8)));
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(answered).isBetween(1, COUNT / 2);
        assertThat(usedHeap() - before).isLessThan(MOST_LEFT_BEHIND);
    }

    private boolean isError(HttpResponse<byte[]> response) {
        return response.statusCode() >= 400
                && response.statusCode() < 500
                && json.readTree(response.body()).propertyNames().equals(java.util.Set.of("error"));
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
