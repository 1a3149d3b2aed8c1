package dev.etiqueta.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.etiqueta.TestKeys;
import dev.etiqueta.grpc.message.ModelInferRequest;
import dev.etiqueta.grpc.message.ModelMetadataRequest;
import dev.etiqueta.grpc.message.ModelMetadataResponse;
import dev.etiqueta.grpc.message.ModelStatisticsRequest;
import dev.etiqueta.grpc.message.ServerLiveRequest;
import dev.etiqueta.grpc.message.ServerLiveResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.grpc.server.lifecycle.GrpcServerLifecycle;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.annotation.DirtiesContext.ClassMode;

/** Who may call, how often, and how calls are named, as over HTTP. */
@DirtiesContext(classMode = ClassMode.BEFORE_EACH_TEST_METHOD)
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "spring.grpc.server.port=0",
            "etiqueta.security.keys=src/test/resources/keys",
            "etiqueta.limits.rate=1",
            "etiqueta.limits.burst=3"
        })
class GrpcAccessTest {

    private static final Metadata.Key<String> ID = Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);

    private GrpcTester grpc;

    @BeforeEach
    void connect(@Autowired GrpcServerLifecycle server, @Autowired InferenceGrpcService service) {
        grpc = new GrpcTester(server.getPort(), service);
    }

    @AfterEach
    void disconnect() throws InterruptedException {
        grpc.close();
    }

    private Channel with(String role) {
        return grpc.channel("authorization", TestKeys.bearer(TestKeys.of(role)));
    }

    private ModelMetadataResponse metadata(Channel channel) {
        return grpc.call(
                channel,
                "ModelMetadata",
                ModelMetadataRequest.newBuilder().setName("digit_classifier").build());
    }

    private static Status statusOf(Runnable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call::run).getStatus();
    }

    @Test
    void letsThoseInWhoHaveAKeyWithTheRole() {
        assertThat(metadata(with("predict")).getName()).isEqualTo("digit_classifier");

        Status anonymous = statusOf(() -> metadata(grpc.channel()));
        Status unknown = statusOf(() -> metadata(grpc.channel("authorization", "Bearer etq_nobody")));
        Status forbidden = statusOf(
                () -> grpc.call(with("predict"), "ModelStatistics", ModelStatisticsRequest.getDefaultInstance()));
        Status observer =
                statusOf(() -> grpc.call(with("observe"), "ModelInfer", ModelInferRequest.getDefaultInstance()));

        assertThat(anonymous.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(anonymous.getDescription()).contains("needs a key with the role");
        assertThat(unknown.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThat(forbidden.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(forbidden.getDescription()).isEqualTo("predict may not do this: it needs the role observe");
        assertThat(observer.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
    }

    @Test
    void limitsEachCallerButNoProbes() {
        for (int i = 0; i < 3; i++) {
            metadata(with("predict"));
        }

        StatusRuntimeException excess =
                catchThrowableOfType(StatusRuntimeException.class, () -> metadata(with("predict")));

        assertThat(excess.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(excess.getStatus().getDescription()).contains("predict has asked more often than 1 times a second");
        assertThat(excess.getTrailers().get(CallStatus.PUSHBACK)).isEqualTo("1000");
        metadata(with("observe"));
        HealthGrpc.HealthBlockingStub health = HealthGrpc.newBlockingStub(grpc.channel());
        for (int i = 0; i < 5; i++) {
            health.check(HealthCheckRequest.getDefaultInstance());
            ServerLiveResponse live = grpc.call(grpc.channel(), "ServerLive", ServerLiveRequest.getDefaultInstance());
            assertThat(live.getLive()).isTrue();
        }
    }

    @Test
    void namesEachCallInItsAnswer() {
        AtomicReference<Metadata> headers = new AtomicReference<>();
        AtomicReference<Metadata> trailers = new AtomicReference<>();
        Channel listening = ClientInterceptors.intercept(
                grpc.channel("x-request-id", "my-id"), MetadataUtils.newCaptureMetadataInterceptor(headers, trailers));

        ClientCalls.blockingUnaryCall(
                listening,
                grpc.<ServerLiveRequest, ServerLiveResponse>method("ServerLive"),
                CallOptions.DEFAULT,
                ServerLiveRequest.getDefaultInstance());
        assertThat(headers.get().get(ID)).isEqualTo("my-id");

        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> metadata(listening))
                .satisfies(e -> assertThat(e.getTrailers().get(ID)).isEqualTo("my-id"));
    }
}
