package dev.etiqueta.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.etiqueta.dvc.DvcProjectFixture;
import dev.etiqueta.grpc.message.InferParameter;
import dev.etiqueta.grpc.message.InferTensorContents;
import dev.etiqueta.grpc.message.ModelConfigRequest;
import dev.etiqueta.grpc.message.ModelConfigResponse;
import dev.etiqueta.grpc.message.ModelInferRequest;
import dev.etiqueta.grpc.message.ModelInferRequest.InferInputTensor;
import dev.etiqueta.grpc.message.ModelInferRequest.InferRequestedOutputTensor;
import dev.etiqueta.grpc.message.ModelInferResponse;
import dev.etiqueta.grpc.message.ModelMetadataRequest;
import dev.etiqueta.grpc.message.ModelMetadataResponse;
import dev.etiqueta.grpc.message.ModelReadyRequest;
import dev.etiqueta.grpc.message.ModelReadyResponse;
import dev.etiqueta.grpc.message.ModelStatisticsRequest;
import dev.etiqueta.grpc.message.ModelStatisticsResponse;
import dev.etiqueta.grpc.message.ModelStreamInferResponse;
import dev.etiqueta.grpc.message.RepositoryIndexRequest;
import dev.etiqueta.grpc.message.RepositoryIndexResponse;
import dev.etiqueta.grpc.message.RepositoryModelLoadRequest;
import dev.etiqueta.grpc.message.ServerLiveRequest;
import dev.etiqueta.grpc.message.ServerLiveResponse;
import dev.etiqueta.grpc.message.ServerMetadataRequest;
import dev.etiqueta.grpc.message.ServerMetadataResponse;
import dev.etiqueta.grpc.message.ServerReadyRequest;
import dev.etiqueta.grpc.message.ServerReadyResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The Open Inference Protocol over gRPC, by models whose answers can be told beforehand. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"spring.grpc.server.port=0", "etiqueta.limits.time=2s"})
@DirtiesContext
class GrpcInferenceTest {

    private static final int UPLOAD_SIZE = 10 << 20;

    @TempDir
    private static Path project;

    private GrpcTester grpc;

    @DynamicPropertySource
    static void models(DynamicPropertyRegistry properties) throws IOException {
        Path models = new DvcProjectFixture(project)
                .onnx(
                        "add",
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
    void connect(@Autowired GrpcServerLifecycle server, @Autowired InferenceGrpcService service) {
        grpc = new GrpcTester(server.getPort(), service);
    }

    @AfterEach
    void disconnect() throws InterruptedException {
        grpc.close();
    }

    private static ModelInferRequest.Builder identity(String type, String datatype, long... shape) {
        return ModelInferRequest.newBuilder().setModelName("identity_" + type).addInputs(input(datatype, shape));
    }

    private static InferInputTensor.Builder input(String datatype, long... shape) {
        return InferInputTensor.newBuilder()
                .setName("in")
                .setDatatype(datatype)
                .addAllShape(Arrays.stream(shape).boxed().toList());
    }

    private static ModelInferRequest contents(
            String type, String datatype, long length, Consumer<InferTensorContents.Builder> elements) {
        InferTensorContents.Builder contents = InferTensorContents.newBuilder();
        elements.accept(contents);
        ModelInferRequest.Builder request = identity(type, datatype, 1, length);
        request.getInputsBuilder(0).setContents(contents);
        return request.build();
    }

    private static ByteString floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return ByteString.copyFrom(bytes.flip());
    }

    @Test
    void saysWhatItIsAndWhatItServes() {
        ServerLiveResponse live = grpc.call("ServerLive", ServerLiveRequest.getDefaultInstance());
        ServerReadyResponse ready = grpc.call("ServerReady", ServerReadyRequest.getDefaultInstance());
        ServerMetadataResponse server = grpc.call("ServerMetadata", ServerMetadataRequest.getDefaultInstance());
        ModelReadyResponse model = grpc.call(
                "ModelReady", ModelReadyRequest.newBuilder().setName("add").build());
        ModelMetadataResponse metadata = grpc.call(
                "ModelMetadata",
                ModelMetadataRequest.newBuilder().setName("add").build());
        ModelConfigResponse config = grpc.call(
                "ModelConfig", ModelConfigRequest.newBuilder().setName("add").build());
        RepositoryIndexResponse index = grpc.call("RepositoryIndex", RepositoryIndexRequest.getDefaultInstance());

        assertThat(live.getLive()).isTrue();
        assertThat(ready.getReady()).isTrue();
        assertThat(server.getName()).isEqualTo("etiqueta");
        assertThat(server.getExtensionsList()).contains("statistics", "classification");
        assertThat(model.getReady()).isTrue();
        assertThat(metadata.getPlatform()).isEqualTo("onnx_onnxv1");
        assertThat(metadata.getInputs(0).getDatatype()).isEqualTo("FP32");
        assertThat(config.getConfig().getBackend()).isEqualTo("onnxruntime");
        assertThat(index.getModelsList()).hasSize(15).allMatch(entry -> entry.getState()
                .equals("READY"));
    }

    @Test
    void countsWhatWasAsked() {
        ModelStatisticsRequest one =
                ModelStatisticsRequest.newBuilder().setName("identity_double").build();
        grpc.infer(contents(
                "double", "FP64", 2, elements -> elements.addFp64Contents(1).addFp64Contents(2)));

        ModelStatisticsResponse statistics = grpc.call("ModelStatistics", one);
        ModelStatisticsResponse all = grpc.call("ModelStatistics", ModelStatisticsRequest.getDefaultInstance());

        assertThat(statistics.getModelStatsCount()).isEqualTo(1);
        assertThat(statistics.getModelStats(0).getInferenceStats().getSuccess().getCount())
                .isPositive();
        assertThat(all.getModelStatsCount()).isEqualTo(15);
    }

    @Test
    void saysByTheHealthServiceWhatReadinessSays() {
        HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(grpc.channel());

        for (String service : List.of("", InferenceGrpcService.NAME)) {
            assertThat(health.check(HealthCheckRequest.newBuilder()
                                    .setService(service)
                                    .build())
                            .getStatus())
                    .isEqualTo(ServingStatus.SERVING);
        }
    }

    static Stream<Arguments> types() {
        return Stream.of(
                type("bool", "BOOL", c -> c.addBoolContents(true).addBoolContents(false)),
                type("uint8", "UINT8", c -> c.addUintContents(0).addUintContents(255)),
                type("uint16", "UINT16", c -> c.addUintContents(0).addUintContents(65_535)),
                type("uint32", "UINT32", c -> c.addUintContents(0).addUintContents(-1)),
                type("uint64", "UINT64", c -> c.addUint64Contents(0).addUint64Contents(-1)),
                type("int8", "INT8", c -> c.addIntContents(-128).addIntContents(127)),
                type("int16", "INT16", c -> c.addIntContents(-32_768).addIntContents(32_767)),
                type("int32", "INT32", c -> c.addIntContents(Integer.MIN_VALUE).addIntContents(Integer.MAX_VALUE)),
                type("int64", "INT64", c -> c.addInt64Contents(Long.MIN_VALUE).addInt64Contents(Long.MAX_VALUE)),
                type("float", "FP32", c -> c.addFp32Contents(Float.NaN).addFp32Contents(Float.NEGATIVE_INFINITY)),
                type("double", "FP64", c -> c.addFp64Contents(0.1).addFp64Contents(Double.POSITIVE_INFINITY)),
                type("string", "BYTES", c -> c.addBytesContents(ByteString.copyFromUtf8("ñ"))
                        .addBytesContents(ByteString.EMPTY)));
    }

    private static Arguments type(String type, String datatype, Consumer<InferTensorContents.Builder> elements) {
        return Arguments.of(type, datatype, elements);
    }

    @ParameterizedTest
    @MethodSource("types")
    void answersContentsWithContents(String type, String datatype, Consumer<InferTensorContents.Builder> elements) {
        ModelInferRequest request = contents(type, datatype, 2, elements);

        ModelInferResponse response = grpc.infer(request);

        assertThat(response.getOutputs(0).getDatatype()).isEqualTo(datatype);
        assertThat(response.getOutputs(0).getShapeList()).containsExactly(1L, 2L);
        assertThat(response.getOutputs(0).getContents())
                .isEqualTo(request.getInputs(0).getContents());
        assertThat(response.getRawOutputContentsCount()).isZero();
    }

    @Test
    void answersBytesWithBytes() {
        ByteString bytes = floats(1, Float.NaN, -0f);

        ModelInferResponse response = grpc.infer(identity("float", "FP32", 1, 3)
                .setId("seven")
                .addRawInputContents(bytes)
                .build());

        assertThat(response.getId()).isEqualTo("seven");
        assertThat(response.getModelName()).isEqualTo("identity_float");
        assertThat(response.getRawOutputContentsList()).containsExactly(bytes);
        assertThat(response.getOutputs(0).hasContents()).isFalse();
    }

    @Test
    void answersWithTheProbabilitiesOfAMapInTheOrderOfItsKeys() {
        ModelMetadataResponse metadata = grpc.call(
                "ModelMetadata",
                ModelMetadataRequest.newBuilder().setName("zipmap").build());
        ModelInferRequest request = ModelInferRequest.newBuilder()
                .setModelName("zipmap")
                .addInputs(InferInputTensor.newBuilder()
                        .setName(metadata.getInputs(0).getName())
                        .setDatatype("FP32")
                        .addShape(2)
                        .addShape(2))
                .addRawInputContents(floats(1, 2, 3, 4))
                .build();

        ModelInferResponse response = grpc.infer(request);

        assertThat(response.getOutputs(0).getDatatype()).isEqualTo("FP32");
        assertThat(response.getOutputs(0).getShapeList()).containsExactly(2L, 2L);
        assertThat(response.getRawOutputContents(0)).isEqualTo(floats(1, 2, 3, 4));
    }

    static Stream<Arguments> refused() {
        ModelInferRequest.Builder good = identity("float", "FP32", 1).addRawInputContents(floats(1));
        return Stream.of(
                refused(Status.Code.NOT_FOUND, good.clone().setModelName("nobody"), "nobody"),
                refused(Status.Code.NOT_FOUND, good.clone().setModelVersion("other"), "is served in the version"),
                refused(
                        Status.Code.INVALID_ARGUMENT,
                        good.clone().clearInputs().clearRawInputContents(),
                        "the input 'in' is missing"),
                refused(
                        Status.Code.INVALID_ARGUMENT,
                        good.clone().addInputs(input("FP32", 1)),
                        "1 entries for 2 inputs"),
                refused(
                        Status.Code.INVALID_ARGUMENT,
                        identity("float", "FP32", 2).addRawInputContents(floats(1)),
                        "has 1 elements; its shape [2] says 2"),
                refused(
                        Status.Code.INVALID_ARGUMENT,
                        identity("float", "FP32", -1).addRawInputContents(floats(1)),
                        "a dimension of -1"),
                refused(
                        Status.Code.INVALID_ARGUMENT,
                        identity("float", "FP32", Long.MAX_VALUE, 3).addRawInputContents(floats(1)),
                        "more elements than there can be"),
                refused(
                        Status.Code.INVALID_ARGUMENT,
                        identity("float", "FP32", 1).addRawInputContents(ByteString.copyFromUtf8("abc")),
                        "has 3 bytes, and its elements 4 each"),
                refused(
                        Status.Code.INVALID_ARGUMENT,
                        identity("string", "BYTES", 1).addRawInputContents(ByteString.copyFromUtf8("\u007f\0\0\0a")),
                        "says that it has 127 bytes, and 1 are left"),
                refused(
                        Status.Code.INVALID_ARGUMENT,
                        identity("float", "FLOAT", 1).addRawInputContents(floats(1)),
                        "there is no datatype 'FLOAT'"),
                refused(
                        Status.Code.INVALID_ARGUMENT,
                        contents("int8", "INT8", 1, c -> c.addIntContents(128)).toBuilder(),
                        "has '128' as its element 0, which is none of INT8"),
                refused(
                        Status.Code.INVALID_ARGUMENT,
                        contents("float16", "FP16", 1, c -> c.addFp32Contents(1)).toBuilder(),
                        "raw_input_contents only"),
                refused(
                        Status.Code.INVALID_ARGUMENT,
                        contents("float", "FP32", 1, c -> c.addFp32Contents(1)).toBuilder()
                                .addRawInputContents(floats(1)),
                        "contents beside raw_input_contents"),
                refused(
                        Status.Code.INVALID_ARGUMENT,
                        good.clone()
                                .addOutputs(
                                        InferRequestedOutputTensor.newBuilder().setName("z")),
                        "there is no output 'z'"),
                refused(
                        Status.Code.INVALID_ARGUMENT,
                        good.clone()
                                .addOutputs(InferRequestedOutputTensor.newBuilder()
                                        .setName("out")
                                        .putParameters(
                                                "classification",
                                                InferParameter.newBuilder()
                                                        .setInt64Param(-1)
                                                        .build())),
                        "not a number of classes"),
                refused(
                        Status.Code.INVALID_ARGUMENT,
                        ModelInferRequest.newBuilder()
                                .setModelName("identity_float")
                                .addInputs(input("FP32", 1)
                                        .putParameters(
                                                "shared_memory_region",
                                                InferParameter.newBuilder()
                                                        .setStringParam("r")
                                                        .build())),
                        "shared memory"));
    }

    private static Arguments refused(Status.Code code, ModelInferRequest.Builder request, String words) {
        return Arguments.of(code, words, request.build());
    }

    @ParameterizedTest
    @MethodSource
    void refused(Status.Code code, String words, ModelInferRequest request) {
        StatusRuntimeException refusal = grpc.refusal(request);

        assertThat(refusal.getStatus().getCode()).isEqualTo(code);
        assertThat(refusal.getStatus().getDescription()).contains(words);
    }

    @Test
    void loadsNoModelAndReachesForNothingOfTheHost() {
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> grpc.call("RepositoryModelLoad", RepositoryModelLoadRequest.getDefaultInstance()))
                .satisfies(e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
        var trace = grpc.<ServerLiveRequest, ServerLiveResponse>method("ServerLive").toBuilder()
                .setFullMethodName(InferenceGrpcService.NAME + "/TraceSetting")
                .build();
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> ClientCalls.blockingUnaryCall(
                        grpc.channel(), trace, CallOptions.DEFAULT, ServerLiveRequest.getDefaultInstance()))
                .satisfies(e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
    }

    @Test
    void answersAStreamInItsOrderAndGoesOnBehindAnError() throws Exception {
        List<ModelStreamInferResponse> answers = new ArrayList<>();
        CompletableFuture<Void> end = new CompletableFuture<>();
        StreamObserver<ModelInferRequest> stream = ClientCalls.asyncBidiStreamingCall(
                grpc.channel()
                        .newCall(
                                grpc.<ModelInferRequest, ModelStreamInferResponse>method("ModelStreamInfer"),
                                CallOptions.DEFAULT),
                new StreamObserver<>() {
                    @Override
                    public void onNext(ModelStreamInferResponse answer) {
                        answers.add(answer);
                    }

                    @Override
                    public void onError(Throwable e) {
                        end.completeExceptionally(e);
                    }

                    @Override
                    public void onCompleted() {
                        end.complete(null);
                    }
                });

        for (int i = 0; i < 20; i++) {
            stream.onNext(identity("float", "FP32", 1, i == 10 ? 2 : 1)
                    .setId(Integer.toString(i))
                    .addRawInputContents(floats(i))
                    .build());
        }
        stream.onCompleted();
        end.get(30, TimeUnit.SECONDS);

        assertThat(answers).hasSize(20);
        for (int i = 0; i < 20; i++) {
            ModelStreamInferResponse answer = answers.get(i);
            assertThat(answer.getInferResponse().getId()).isEqualTo(Integer.toString(i));
            if (i == 10) {
                assertThat(answer.getErrorMessage()).contains("its shape [1, 2] says 2");
            } else {
                assertThat(answer.getErrorMessage()).isEmpty();
                assertThat(answer.getInferResponse().getRawOutputContents(0)).isEqualTo(floats(i));
            }
        }
    }

    @Test
    void refusesAMessageThatIsLongerThanABodyMayBe() {
        byte[] bytes = new byte[UPLOAD_SIZE + (1 << 20)];

        StatusRuntimeException refusal = grpc.refusal(identity("uint8", "UINT8", bytes.length)
                .addRawInputContents(ByteString.copyFrom(bytes))
                .build());

        assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }

    @Test
    void endsACallWhoseMessageDoesNotArrive() throws Exception {
        CompletableFuture<Status> ended = new CompletableFuture<>();
        ClientCall<ModelInferRequest, ModelInferResponse> call = grpc.channel()
                .newCall(
                        // Of one with a single message, the client sends nothing before that is there.
                        grpc.<ModelInferRequest, ModelInferResponse>method("ModelInfer").toBuilder()
                                .setType(MethodType.BIDI_STREAMING)
                                .build(),
                        CallOptions.DEFAULT);
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        ended.complete(status);
                    }
                },
                new Metadata());
        call.request(1);

        Status status = ended.get(30, TimeUnit.SECONDS);

        assertThat(status.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
        assertThat(status.getDescription()).contains("did not arrive in time");
    }
}
