package dev.etiqueta.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.dvc.DvcProjectFixture;
import dev.etiqueta.web.HttpTester.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** The Open Inference Protocol, field by field, by models whose answers can be told beforehand. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
class InferenceTest {

    @TempDir
    private static Path project;

    private HttpTester http;

    @DynamicPropertySource
    static void models(DynamicPropertyRegistry properties) throws IOException {
        Path models = new DvcProjectFixture(project)
                .onnx(
                        "add",
                        "gather",
                        "unbatched",
                        "zipmap",
                        "identity_string",
                        "identity_bool",
                        "identity_uint8",
                        "identity_uint16",
                        "identity_uint32",
                        "identity_uint64",
                        "identity_int8",
                        "identity_int16",
                        "identity_int32",
                        "identity_int64",
                        "identity_float16",
                        "identity_float",
                        "identity_double")
                .write();
        properties.add("etiqueta.repository.path", models::toString);
    }

    @BeforeEach
    void connect(@LocalServerPort int port) {
        http = new HttpTester(port);
    }

    private Answer infer(String model, String json) {
        return http.postJson("/v2/models/%s/infer".formatted(model), json);
    }

    @Test
    void saysWhatItIsAndWhatItServes() {
        assertThat(http.get("/v2").json().path("name").asString()).isEqualTo("etiqueta");
        assertThat(http.get("/v2/").json().path("extensions").toString()).contains("binary_tensor_data");
        assertThat(http.get("/v2/health/live").text()).isEqualTo("{\"live\":true}");
        assertThat(http.get("/v2/health/ready").text()).isEqualTo("{\"ready\":true}");
        assertThat(http.get("/v2/models/add/ready").text()).isEqualTo("{\"name\":\"add\",\"ready\":true}");
        Answer metadata = http.get("/v2/models/add");
        String version = metadata.json().path("versions").path(0).asString();
        assertThat(metadata.text())
                .isEqualTo(("{\"name\":\"add\",\"versions\":[\"%s\"],\"platform\":\"onnx_onnxv1\",\"inputs\":["
                                + "{\"name\":\"left\",\"datatype\":\"FP32\",\"shape\":[-1,2]},"
                                + "{\"name\":\"right\",\"datatype\":\"FP32\",\"shape\":[-1,2]}],\"outputs\":["
                                + "{\"name\":\"sum\",\"datatype\":\"FP32\",\"shape\":[-1,2]},"
                                + "{\"name\":\"rest\",\"datatype\":\"FP32\",\"shape\":[-1,2]}]}")
                        .formatted(version));
        assertThat(http.get("/v2/models/add/versions/" + version).text()).isEqualTo(metadata.text());
        assertThat(http.postJson("/v2/repository/index", "").text())
                .contains("{\"name\":\"add\",\"version\":\"%s\",\"state\":\"READY\"}".formatted(version));
    }

    /** All that Triton's perf_analyzer reads. */
    @Test
    void configuresAndCounts() {
        assertThat(http.get("/v2/models/add/config").text())
                .isEqualTo(
                        "{\"name\":\"add\",\"platform\":\"onnx_onnxv1\",\"backend\":\"onnxruntime\",\"max_batch_size\":256,"
                                + "\"input\":[{\"name\":\"left\",\"data_type\":\"TYPE_FP32\",\"dims\":[2]},"
                                + "{\"name\":\"right\",\"data_type\":\"TYPE_FP32\",\"dims\":[2]}],"
                                + "\"output\":[{\"name\":\"sum\",\"data_type\":\"TYPE_FP32\",\"dims\":[2]},"
                                + "{\"name\":\"rest\",\"data_type\":\"TYPE_FP32\",\"dims\":[2]}]}");
        assertThat(http.get("/v2/models/unbatched/config")
                        .json()
                        .path("max_batch_size")
                        .asInt())
                .isZero();
        String json = "{\"inputs\":[{\"name\":\"in\",\"shape\":[3,1],\"datatype\":\"INT8\",\"data\":[1,2,3]}]}";
        assertThat(infer("identity_int8", json).status()).isEqualTo(200);
        assertThat(infer("identity_int8", "{}").status()).isEqualTo(400);

        JsonNode statistics = http.get("/v2/models/identity_int8/stats")
                .json()
                .path("model_stats")
                .path(0);

        assertThat(statistics.path("inference_count").asInt()).isGreaterThanOrEqualTo(3);
        assertThat(statistics.path("execution_count").asInt()).isPositive();
        JsonNode stages = statistics.path("inference_stats");
        assertThat(stages.propertyNames())
                .containsExactly(
                        "success",
                        "fail",
                        "queue",
                        "compute_input",
                        "compute_infer",
                        "compute_output",
                        "cache_hit",
                        "cache_miss");
        for (String stage : new String[] {"success", "fail", "compute_input", "compute_infer"}) {
            assertThat(stages.path(stage).path("count").asInt()).as(stage).isPositive();
            assertThat(stages.path(stage).path("ns").asLong()).as(stage).isPositive();
        }
        assertThat(http.get("/v2/models/stats").json().path("model_stats")).hasSizeGreaterThan(10);
        assertThat(http.get("/v2/models/add/versions/other/stats").status()).isEqualTo(404);
    }

    @Test
    void answersJson() {
        Answer answer = infer(
                "add",
                "{\"id\":\"7\",\"model_name\":\"x\",\"inputs\":[{\"name\":\"left\",\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[1.5,2]},"
                        + "{\"data\":[[3,4]],\"datatype\":\"FP32\",\"name\":\"right\",\"shape\":[1,2]}],\"outputs\":[{\"name\":\"sum\"}]}");

        assertThat(answer.type()).isEqualTo("application/json");
        String version = answer.json().path("model_version").asString();
        assertThat(answer.text())
                .isEqualTo(("{\"model_name\":\"add\",\"model_version\":\"%s\",\"id\":\"7\",\"outputs\":["
                                + "{\"name\":\"sum\",\"datatype\":\"FP32\",\"shape\":[1,2],\"data\":[4.5,6.0]}]}")
                        .formatted(version));
    }

    @Test
    void answersBytesAndBothMixed() throws Exception {
        String json =
                "{\"parameters\":{\"binary_data_output\":true},\"inputs\":[{\"name\":\"left\",\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[1,2]},"
                        + "{\"name\":\"right\",\"shape\":[1,2],\"datatype\":\"FP32\",\"parameters\":{\"binary_data_size\":8}}],"
                        + "\"outputs\":[{\"name\":\"rest\"},{\"name\":\"sum\",\"parameters\":{\"binary_data\":false}}]}";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(json.getBytes(UTF_8));
        body.writeBytes(HexFormat.of().parseHex("0000803f00000040"));

        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(
                        http.request("/v2/models/add/infer")
                                .header("Inference-Header-Content-Length", Integer.toString(json.length()))
                                .POST(BodyPublishers.ofByteArray(body.toByteArray()))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/octet-stream");
        int length = Integer.parseInt(
                answer.headers().firstValue("Inference-Header-Content-Length").orElseThrow());
        assertThat(new String(answer.body(), 0, length, UTF_8))
                .contains(
                        "{\"name\":\"rest\",\"datatype\":\"FP32\",\"shape\":[1,2],\"parameters\":{\"binary_data_size\":8}}",
                        "{\"name\":\"sum\",\"datatype\":\"FP32\",\"shape\":[1,2],\"data\":[2.0,4.0]}");
        assertThat(answer.body()).hasSize(length + 8).endsWith(0, 0, 0, 0, 0, 0, 0, 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    string  | BYTES  | ["año",""]
                    bool    | BOOL   | [true,false]
                    uint8   | UINT8  | [0,255]
                    uint16  | UINT16 | [0,65535]
                    uint32  | UINT32 | [0,4294967295]
                    uint64  | UINT64 | [0,18446744073709551615]
                    int8    | INT8   | [-128,127]
                    int16   | INT16  | [-32768,32767]
                    int32   | INT32  | [-2147483648,2147483647]
                    int64   | INT64  | [-9223372036854775808,9223372036854775807]
                    float16 | FP16   | [-65504.0,1.5]
                    float   | FP32   | [NaN,-Infinity]
                    float   | FP32   | [3.4028235E38,1.4E-45]
                    double  | FP64   | [Infinity,1.7976931348623157E308]
                    """)
    void takesAndGivesEachTypeAsItIs(String model, String datatype, String data) {
        Answer answer = infer(
                "identity_" + model,
                "{\"inputs\":[{\"name\":\"in\",\"shape\":[1,2],\"datatype\":\"%s\",\"data\":%s}]}"
                        .formatted(datatype, data));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.text())
                .endsWith("\"outputs\":[{\"name\":\"out\",\"datatype\":\"%s\",\"shape\":[1,2],\"data\":%s}]}"
                        .formatted(datatype, data));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void unpacksBodiesWithinTheLimit(String encoding) throws IOException {
        String json = "{\"inputs\":[{\"name\":\"index\",\"shape\":[1],\"datatype\":\"INT64\",\"data\":[1%s]}]}";

        assertThat(packed(encoding, json.formatted("")).text()).endsWith("\"data\":[1.5]}]}");
        Answer bomb = packed(encoding, json.formatted(" ".repeat(20_000_000)));
        assertThat(bomb.status()).isEqualTo(413);
        assertThat(bomb.json().path("error").asString()).contains("10485760");
        assertThat(http.send(http.request("/v2/models/gather/infer")
                                .header("Content-Encoding", encoding)
                                .POST(BodyPublishers.ofString("{}")))
                        .status())
                .isEqualTo(400);
    }

    private Answer packed(String encoding, String json) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out =
                encoding.equals("gzip") ? new GZIPOutputStream(packed) : new DeflaterOutputStream(packed)) {
            out.write(json.getBytes(UTF_8));
        }
        return http.send(http.request("/v2/models/gather/infer")
                .header("Content-Encoding", encoding)
                .POST(BodyPublishers.ofByteArray(packed.toByteArray())));
    }

    @Test
    void takesNoMoreTextsThanThereIsMemoryFor() {
        String many = "\"\",".repeat(100_001);

        Answer answer = infer(
                "identity_string",
                "{\"inputs\":[{\"name\":\"in\",\"shape\":[1,100001],\"datatype\":\"BYTES\",\"data\":[%s]}]}"
                        .formatted(many.substring(0, many.length() - 1)));

        assertThat(answer.status()).isEqualTo(413);
        String binary =
                "{\"inputs\":[{\"name\":\"in\",\"shape\":[1,100001],\"datatype\":\"BYTES\",\"parameters\":{\"binary_data_size\":400004}}]}";
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(binary.getBytes(UTF_8));
        body.writeBytes(new byte[400_004]);
        assertThat(http.send(http.request("/v2/models/identity_string/infer")
                                .header("Inference-Header-Content-Length", Integer.toString(binary.length()))
                                .POST(BodyPublishers.ofByteArray(body.toByteArray())))
                        .status())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    int64  | INT64  | [9007199254740992,9007199254740993,-1] | ["9007199254740993:1","9007199254740992:0"]
                    uint64 | UINT64 | [1,18446744073709551615,2]             | ["18446744073709551615:1","2:2"]
                    double | FP64   | [0.25,-1.5,0.5]                        | ["0.500000:2","0.250000:0"]
                    """)
    void givesTheLargestValuesExactly(String model, String datatype, String data, String classes) {
        Answer answer = infer(
                "identity_" + model,
                "{\"inputs\":[{\"name\":\"in\",\"shape\":[1,3],\"datatype\":\"%s\",\"data\":%s}],\"outputs\":[{\"name\":\"out\",\"parameters\":{\"classification\":2}}]}"
                        .formatted(datatype, data));

        assertThat(answer.text())
                .endsWith("{\"name\":\"out\",\"datatype\":\"BYTES\",\"shape\":[1,2],\"data\":%s}]}".formatted(classes));
    }

    @Test
    void answersInNoOtherTypeThanTheProtocolHas() {
        for (String path : new String[] {"/v2", "/v2/models", "/v2/models/add", "/v2/models/stats"}) {
            Answer answer = http.send(http.request(path).header("Accept", "application/yaml"));

            assertThat(answer.status()).isEqualTo(406);
            assertThat(answer.json().path("error").asString()).contains("application/json only");
        }
    }

    @Test
    void takesTensorsWithoutElements() {
        Answer answer = infer(
                "identity_float", "{\"inputs\":[{\"name\":\"in\",\"shape\":[0,2],\"datatype\":\"FP32\",\"data\":[]}]}");

        assertThat(answer.text()).contains("\"shape\":[0,2],\"data\":[]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    []                                                                                          | the body is not an object
                    {"inputs":                                                                                  | the body is not JSON
                    {"inputs":[]}                                                                               | the input 'index' is missing
                    {"inputs":[{"shape":[1],"datatype":"INT64","data":[1]}]}                                    | an input has no "name"
                    {"inputs":[{"name":"index","datatype":"INT64","data":[1]}]}                                 | has no "shape"
                    {"inputs":[{"name":"index","shape":[1],"data":[1]}]}                                        | has no "datatype"
                    {"inputs":[{"name":"index","shape":[1],"datatype":"INT64"}]}                                | neither "data" nor
                    {"inputs":[{"name":"index","shape":[1],"datatype":"INT65","data":[1]}]}                     | there is no datatype 'INT65'
                    {"inputs":[{"name":"index","shape":[2],"datatype":"INT64","data":[1]}]}                     | has 1 elements; its shape [2] says 2
                    {"inputs":[{"name":"index","shape":[-1],"datatype":"INT64","data":[1]}]}                    | not a whole number from 0 on
                    {"inputs":[{"name":"index","shape":[4294967296,4294967296],"datatype":"INT64","data":[1]}]} | more elements than there can be
                    {"inputs":[{"name":"index","shape":[1000000000,0],"datatype":"INT64","data":[]}]}           | a dimension of 1000000000
                    {"inputs":[{"name":"index","shape":[1],"datatype":"INT64","data":[1.0]}]}                   | none of INT64
                    {"inputs":[{"name":"index","shape":[1],"datatype":"INT32","data":[1]}]}                     | is of int32, and takes int64
                    {"inputs":[{"name":"index","shape":[1,1],"datatype":"INT64","data":[1]}]}                   | has the shape [1, 1], and takes [-1]
                    {"inputs":[{"name":"other","shape":[1],"datatype":"INT64","data":[1]}]}                     | the input 'index' is missing
                    {"inputs":[{"name":"index","shape":[1],"datatype":"INT64","parameters":{"binary_data_size":8}}]} | has 0 bytes behind the JSON, expected 8
                    {"inputs":[{"name":"index","shape":[1],"datatype":"INT64","parameters":{"shared_memory_region":"x"}}]} | shared memory
                    {"inputs":[{"name":"index","shape":[1],"datatype":"INT64","data":[1]}],"outputs":[{"name":"x"}]} | there is no output 'x'; there are [value]
                    {"inputs":[{"name":"index","shape":[1],"datatype":"INT64","data":[9]}]}                     | the model gave up
                    """)
    void refusesWithAnErrorOfTheProtocol(String json, String error) {
        Answer answer = infer("gather", json);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.type()).isEqualTo("application/json");
        assertThat(answer.json().propertyNames()).containsExactly("error");
        assertThat(answer.json().path("error").asString()).contains(error);
    }

    @Test
    void refusesInTheSameFormWhatIsNotThere() {
        for (Answer answer : new Answer[] {
            infer("nobody", "{}"),
            http.get("/v2/models/nobody"),
            http.get("/v2/models/add/versions/other"),
            http.get("/v2/nothing"),
        }) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.type()).isEqualTo("application/json");
            assertThat(answer.json().propertyNames()).containsExactly("error");
        }
        assertThat(http.get("/v2/models/add/infer").status()).isEqualTo(405);
        assertThat(http.postJson("/v2/repository/models/add/load", "{}").text()).contains("/actuator/deployment");
        assertThat(infer(
                                "zipmap",
                                "{\"inputs\":[{\"name\":\"x\",\"shape\":[1,2],\"datatype\":\"FP32\",\"data\":[0.25,0.75]}]}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void readsABodyWithoutJsonAsTheOnlyInput() throws Exception {
        HttpResponse<byte[]> several = raw("add", new byte[8]);
        HttpResponse<byte[]> unclear = raw("identity_float", new byte[8]);
        HttpResponse<byte[]> index = raw("gather", HexFormat.of().parseHex("01000000000000000200000000000000"));
        HttpResponse<byte[]> broken = raw("gather", new byte[9]);

        assertThat(new String(several.body(), UTF_8)).contains("a graph with one input; this one has 2");
        assertThat(new String(unclear.body(), UTF_8)).contains("does not say which shape");
        assertThat(index.statusCode()).isEqualTo(200);
        assertThat(index.headers().firstValue("Inference-Header-Content-Length"))
                .isPresent();
        assertThat(broken.statusCode()).isEqualTo(400);
    }

    private HttpResponse<byte[]> raw(String model, byte[] body) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    http.request("/v2/models/%s/infer".formatted(model))
                            .header("Inference-Header-Content-Length", "0")
                            .POST(BodyPublishers.ofByteArray(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
    }
}
