package dev.etiqueta.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.etiqueta.dvc.DvcProjectFixture;
import dev.etiqueta.grpc.message.InferParameter;
import dev.etiqueta.grpc.message.InferTensorContents;
import dev.etiqueta.grpc.message.ModelInferRequest;
import dev.etiqueta.grpc.message.ModelInferRequest.InferInputTensor;
import dev.etiqueta.grpc.message.ModelInferRequest.InferRequestedOutputTensor;
import dev.etiqueta.grpc.message.ModelInferResponse;
import dev.etiqueta.inference.Mutations;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Whatever a client sends is its mistake, and is told to it as such. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "spring.grpc.server.port=0")
@DirtiesContext
class MutatedMessagesTest {

    private static final int COUNT = 10_000;
    private static final Set<Status.Code> OF_CLIENTS = Set.of(Status.Code.INVALID_ARGUMENT, Status.Code.NOT_FOUND);

    @TempDir
    private static Path project;

    private final Mutations mutations = new Mutations(17);
    private GrpcTester grpc;

    private static final List<ModelInferRequest> SOUND = List.of(
            message("identity_float", "FP32", 1, 2)
                    .addRawInputContents(ByteString.copyFrom(new byte[8]))
                    .build(),
            message("identity_string", "BYTES", 1, 1)
                    .addRawInputContents(ByteString.copyFrom(new byte[] {1, 0, 0, 0, 'a'}))
                    .build(),
            typed(
                    message("identity_uint8", "UINT8", 1, 3),
                    InferTensorContents.newBuilder()
                            .addUintContents(0)
                            .addUintContents(1)
                            .addUintContents(255)),
            typed(
                    message("identity_bool", "BOOL", 2, 1),
                    InferTensorContents.newBuilder().addBoolContents(true).addBoolContents(false)),
            typed(
                    message("identity_float", "FP32", 2, 1)
                            .addOutputs(InferRequestedOutputTensor.newBuilder()
                                    .setName("out")
                                    .putParameters(
                                            "classification",
                                            InferParameter.newBuilder()
                                                    .setInt64Param(1)
                                                    .build())),
                    InferTensorContents.newBuilder().addFp32Contents(1).addFp32Contents(2)));

    private static ModelInferRequest.Builder message(String model, String datatype, long... shape) {
        InferInputTensor.Builder input =
                InferInputTensor.newBuilder().setName("in").setDatatype(datatype);
        for (long dimension : shape) {
            input.addShape(dimension);
        }
        return ModelInferRequest.newBuilder().setModelName(model).setId("7").addInputs(input);
    }

    private static ModelInferRequest typed(ModelInferRequest.Builder message, InferTensorContents.Builder contents) {
        message.getInputsBuilder(0).setContents(contents);
        return message.build();
    }

    /** Sends bytes as they are. */
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            throw new UnsupportedOperationException();
        }
    }

    @DynamicPropertySource
    static void models(DynamicPropertyRegistry properties) throws IOException {
        Path models = new DvcProjectFixture(project)
                .onnx("identity_bool", "identity_float", "identity_string", "identity_uint8")
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

    @Test
    void areRefusedOrAnswered() {
        MethodDescriptor<byte[], ModelInferResponse> infer =
                grpc.<ModelInferRequest, ModelInferResponse>method("ModelInfer").toBuilder(
                                new Bytes(),
                                grpc.<ModelInferRequest, ModelInferResponse>method("ModelInfer")
                                        .getResponseMarshaller())
                        .build();
        List<String> wrong = new ArrayList<>();
        int answered = 0;
        for (int i = 0; i < COUNT; i++) {
            byte[] message =
                    mutations.of(SOUND.get(mutations.next(SOUND.size())).toByteArray());
            try {
                ClientCalls.blockingUnaryCall(grpc.channel(), infer, CallOptions.DEFAULT, message);
                answered++;
            } catch (StatusRuntimeException e) {
                Status status = e.getStatus();
                if (!OF_CLIENTS.contains(status.getCode()) || status.getDescription() == null) {
                    wrong.add(status.toString());
                }
            }
        }

        assertThat(wrong).isEmpty();
        assertThat(answered).isBetween(1, COUNT / 2);
    }
}
