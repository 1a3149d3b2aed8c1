package dev.etiqueta.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.etiqueta.grpc.message.ModelInferRequest;
import dev.etiqueta.grpc.message.ModelInferRequest.InferInputTensor;
import dev.etiqueta.grpc.message.ModelInferResponse;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Has clients ask for 64 digits by gRPC, each as soon as it is answered, and sums up as {@code requests.lua} does.
 * Arguments: the port, the seconds, and the number of clients, which share two connections.
 */
public final class GrpcLoad {

    private static final int BATCH = 64;
    private static final int CONNECTIONS = 2;
    private static final int MOST_REQUESTS = 10_000_000;

    private static final MethodDescriptor<ModelInferRequest, ModelInferResponse> INFER = method(
            "inference.GRPCInferenceService/ModelInfer",
            ModelInferRequest.getDefaultInstance(),
            ModelInferResponse.getDefaultInstance());

    private final List<ModelInferRequest> requests;
    private final AtomicLongArray times = new AtomicLongArray(MOST_REQUESTS);
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger errors = new AtomicInteger();
    private final long end;
    private final CountDownLatch clients;

    private GrpcLoad(List<ModelInferRequest> requests, int seconds, int clients) {
        this.requests = requests;
        this.end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        this.clients = new CountDownLatch(clients);
    }

    /** Asks, and prints one line of JSON. */
    public static void main(String[] args) throws IOException, InterruptedException {
        int port = Integer.parseInt(args[0]);
        int seconds = Integer.parseInt(args[1]);
        int clients = Integer.parseInt(args[2]);
        List<ManagedChannel> connections = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            connections.add(NettyChannelBuilder.forAddress("127.0.0.1", port)
                    .usePlaintext()
                    .directExecutor()
                    .build());
        }
        GrpcLoad load = new GrpcLoad(requests(), seconds, clients);
        for (int i = 0; i < clients; i++) {
            load.ask(connections.get(i % CONNECTIONS), i);
        }
        load.clients.await();
        connections.forEach(ManagedChannel::shutdownNow);
        System.out.println(load.summary(seconds));
    }

    private static List<ModelInferRequest> requests() throws IOException {
        byte[][] pixels = Digits.pixels();
        List<ModelInferRequest> requests = new ArrayList<>();
        for (int start = 0; start < Digits.COUNT; start += 10) {
            ByteString.Output bytes = ByteString.newOutput();
            for (int i = 0; i < BATCH; i++) {
                bytes.write(pixels[(start + i) % Digits.COUNT]);
            }
            requests.add(ModelInferRequest.newBuilder()
                    .setModelName("binary_classifier_3")
                    .addInputs(InferInputTensor.newBuilder()
                            .setName("input")
                            .setDatatype("UINT8")
                            .addShape(BATCH)
                            .addShape(Digits.SIDE)
                            .addShape(Digits.SIDE))
                    .addRawInputContents(bytes.toByteString())
                    .build());
        }
        return requests;
    }

    private void ask(ManagedChannel connection, int turn) {
        long start = System.nanoTime();
        if (start >= end) {
            clients.countDown();
            return;
        }
        ClientCalls.asyncUnaryCall(
                connection.newCall(INFER, CallOptions.DEFAULT),
                requests.get(turn % requests.size()),
                new StreamObserver<>() {
                    @Override
                    public void onNext(ModelInferResponse answer) {
                        if (answer.getRawOutputContents(0).size() != BATCH * Float.BYTES) {
                            errors.incrementAndGet();
                        }
                    }

                    @Override
                    public void onError(Throwable e) {
                        errors.incrementAndGet();
                        ask(connection, turn + 1);
                    }

                    @Override
                    public void onCompleted() {
                        times.set(answered.getAndIncrement(), System.nanoTime() - start);
                        ask(connection, turn + 1);
                    }
                });
    }

    private String summary(int seconds) {
        long[] sorted = new long[answered.get()];
        Arrays.setAll(sorted, times::get);
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT,
                "{\"requests\": %d, \"seconds\": %d, \"p50\": %f, \"p99\": %f, \"errors\": %d}",
                sorted.length,
                seconds,
                percentile(sorted, 0.5),
                percentile(sorted, 0.99),
                errors.get());
    }

    /** In ms. */
    private static double percentile(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))] / 1e6;
    }

    private static <Q extends Message, A extends Message> MethodDescriptor<Q, A> method(
            String name, Q request, A answer) {
        return MethodDescriptor.<Q, A>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(name)
                .setRequestMarshaller(ProtoUtils.marshaller(request))
                .setResponseMarshaller(ProtoUtils.marshaller(answer))
                .build();
    }
}
