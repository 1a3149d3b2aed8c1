package dev.etiqueta.grpc;

import com.google.protobuf.Message;
import dev.etiqueta.grpc.message.ModelConfigRequest;
import dev.etiqueta.grpc.message.ModelConfigResponse;
import dev.etiqueta.grpc.message.ModelInferRequest;
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
import dev.etiqueta.grpc.message.RepositoryModelLoadResponse;
import dev.etiqueta.grpc.message.RepositoryModelUnloadRequest;
import dev.etiqueta.grpc.message.RepositoryModelUnloadResponse;
import dev.etiqueta.grpc.message.ServerLiveRequest;
import dev.etiqueta.grpc.message.ServerLiveResponse;
import dev.etiqueta.grpc.message.ServerMetadataRequest;
import dev.etiqueta.grpc.message.ServerMetadataResponse;
import dev.etiqueta.grpc.message.ServerReadyRequest;
import dev.etiqueta.grpc.message.ServerReadyResponse;
import dev.etiqueta.inference.InferenceCatalog;
import dev.etiqueta.security.Role;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * The rpcs of the Open Inference Protocol. Those for shared memory, traces and the log are not there, and so answered
 * as unimplemented: with them, a client would reach for the host.
 *
 * @see <a href="https://github.com/kserve/open-inference-protocol">the protocol</a>
 */
final class InferenceGrpcService implements BindableService {

    static final String NAME = "inference.GRPCInferenceService";

    private static final String INFER = "ModelInfer";
    private static final String STREAM_INFER = "ModelStreamInfer";
    private static final String STATISTICS = "ModelStatistics";

    private final InferenceCatalog catalog;
    private final CatalogMessages messages;
    private final InferenceCalls inference;
    private final CallStatus status;
    private final BooleanSupplier ready;

    InferenceGrpcService(
            InferenceCatalog catalog,
            CatalogMessages messages,
            InferenceCalls inference,
            CallStatus status,
            BooleanSupplier ready) {
        this.catalog = catalog;
        this.messages = messages;
        this.inference = inference;
        this.status = status;
        this.ready = ready;
    }

    /** The roles of which a caller needs one, by the rpc's full name; none for those that probes call. */
    static List<Role> roles(String method) {
        if (!method.startsWith(NAME)) {
            return List.of();
        }
        return switch (method.substring(NAME.length() + 1)) {
            case INFER, STREAM_INFER -> List.of(Role.PREDICT);
            case STATISTICS -> List.of(Role.OBSERVE);
            case "ServerLive", "ServerReady" -> List.of();
            default -> List.of(Role.values());
        };
    }

    /** Whether a call has any number of messages. */
    static boolean isStream(String method) {
        return method.endsWith("/" + STREAM_INFER);
    }

    @Override
    public ServerServiceDefinition bindService() {
        ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(NAME);
        addHealth(service);
        addCatalog(service);
        addRepository(service);
        service.addMethod(
                method(
                        INFER,
                        MethodType.UNARY,
                        ModelInferRequest.getDefaultInstance(),
                        ModelInferResponse.getDefaultInstance()),
                ServerCalls.asyncUnaryCall(inference::infer));
        service.addMethod(
                method(
                        STREAM_INFER,
                        MethodType.BIDI_STREAMING,
                        ModelInferRequest.getDefaultInstance(),
                        ModelStreamInferResponse.getDefaultInstance()),
                ServerCalls.asyncBidiStreamingCall(inference::inferStream));
        return service.build();
    }

    private void addHealth(ServerServiceDefinition.Builder service) {
        add(
                service,
                "ServerLive",
                ServerLiveRequest.getDefaultInstance(),
                ServerLiveResponse.getDefaultInstance(),
                asked -> ServerLiveResponse.newBuilder().setLive(true).build());
        add(
                service,
                "ServerReady",
                ServerReadyRequest.getDefaultInstance(),
                ServerReadyResponse.getDefaultInstance(),
                asked -> ServerReadyResponse.newBuilder()
                        .setReady(ready.getAsBoolean())
                        .build());
        add(
                service,
                "ModelReady",
                ModelReadyRequest.getDefaultInstance(),
                ModelReadyResponse.getDefaultInstance(),
                this::modelReady);
    }

    private ModelReadyResponse modelReady(ModelReadyRequest asked) {
        catalog.model(asked.getName(), asked.getVersion());
        return ModelReadyResponse.newBuilder().setReady(true).build();
    }

    private void addCatalog(ServerServiceDefinition.Builder service) {
        add(
                service,
                "ServerMetadata",
                ServerMetadataRequest.getDefaultInstance(),
                ServerMetadataResponse.getDefaultInstance(),
                asked -> messages.server());
        add(
                service,
                "ModelMetadata",
                ModelMetadataRequest.getDefaultInstance(),
                ModelMetadataResponse.getDefaultInstance(),
                messages::metadata);
        add(
                service,
                "ModelConfig",
                ModelConfigRequest.getDefaultInstance(),
                ModelConfigResponse.getDefaultInstance(),
                messages::configuration);
        add(
                service,
                STATISTICS,
                ModelStatisticsRequest.getDefaultInstance(),
                ModelStatisticsResponse.getDefaultInstance(),
                messages::statistics);
    }

    private void addRepository(ServerServiceDefinition.Builder service) {
        add(
                service,
                "RepositoryIndex",
                RepositoryIndexRequest.getDefaultInstance(),
                RepositoryIndexResponse.getDefaultInstance(),
                messages::index);
        add(
                service,
                "RepositoryModelLoad",
                RepositoryModelLoadRequest.getDefaultInstance(),
                RepositoryModelLoadResponse.getDefaultInstance(),
                asked -> {
                    throw InferenceCatalog.notLoadedByItself();
                });
        add(
                service,
                "RepositoryModelUnload",
                RepositoryModelUnloadRequest.getDefaultInstance(),
                RepositoryModelUnloadResponse.getDefaultInstance(),
                asked -> {
                    throw InferenceCatalog.notLoadedByItself();
                });
    }

    private <Q extends Message, A extends Message> void add(
            ServerServiceDefinition.Builder service, String name, Q request, A answer, Function<Q, A> function) {
        service.addMethod(
                method(name, MethodType.UNARY, request, answer),
                ServerCalls.asyncUnaryCall((asked, observer) -> answer(asked, function, observer)));
    }

    private <Q, A> void answer(Q asked, Function<Q, A> function, StreamObserver<A> observer) {
        A answer;
        try {
            answer = function.apply(asked);
        } catch (RuntimeException e) {
            observer.onError(status.of(e));
            return;
        }
        observer.onNext(answer);
        observer.onCompleted();
    }

    private static <Q extends Message, A extends Message> MethodDescriptor<Q, A> method(
            String name, MethodType type, Q request, A answer) {
        return MethodDescriptor.<Q, A>newBuilder()
                .setType(type)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(NAME, name))
                .setRequestMarshaller(new RequestMarshaller<>(request))
                .setResponseMarshaller(ProtoUtils.marshaller(answer))
                .build();
    }
}
