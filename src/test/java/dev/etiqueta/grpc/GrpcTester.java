package dev.etiqueta.grpc;

import dev.etiqueta.grpc.message.ModelInferRequest;
import dev.etiqueta.grpc.message.ModelInferResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.util.concurrent.TimeUnit;

/** Calls the rpcs of a service, over a connection of its own. */
final class GrpcTester implements AutoCloseable {

    private final ManagedChannel connection;
    private final ServerServiceDefinition service;

    GrpcTester(int port, InferenceGrpcService service) {
        this.connection = NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .maxInboundMessageSize(64 << 20)
                .build();
        this.service = service.bindService();
    }

    Channel channel() {
        return connection;
    }

    /** The connection, on which each call has some more headers, in pairs. */
    Channel channel(String... headers) {
        Metadata metadata = new Metadata();
        for (int i = 0; i < headers.length; i += 2) {
            metadata.put(Metadata.Key.of(headers[i], Metadata.ASCII_STRING_MARSHALLER), headers[i + 1]);
        }
        return ClientInterceptors.intercept(connection, MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

    @SuppressWarnings("unchecked")
    <Q, A> MethodDescriptor<Q, A> method(String name) {
        return (MethodDescriptor<Q, A>)
                service.getMethod(InferenceGrpcService.NAME + "/" + name).getMethodDescriptor();
    }

    <Q, A> A call(String method, Q request) {
        return call(connection, method, request);
    }

    <Q, A> A call(Channel channel, String method, Q request) {
        return ClientCalls.blockingUnaryCall(channel, this.<Q, A>method(method), CallOptions.DEFAULT, request);
    }

    ModelInferResponse infer(ModelInferRequest request) {
        return call("ModelInfer", request);
    }

    /** What is said to a request that is refused. */
    StatusRuntimeException refusal(ModelInferRequest request) {
        try {
            infer(request);
        } catch (StatusRuntimeException e) {
            return e;
        }
        throw new AssertionError("it was answered");
    }

    @Override
    public void close() throws InterruptedException {
        connection.shutdownNow();
        if (!connection.awaitTermination(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the connection does not close");
        }
    }
}
