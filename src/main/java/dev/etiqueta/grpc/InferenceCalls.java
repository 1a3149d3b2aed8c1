package dev.etiqueta.grpc;

import dev.etiqueta.grpc.message.ModelInferRequest;
import dev.etiqueta.grpc.message.ModelInferResponse;
import dev.etiqueta.grpc.message.ModelStreamInferResponse;
import dev.etiqueta.inference.InferenceAnswer;
import dev.etiqueta.inference.InferenceService;
import dev.etiqueta.model.Deadline;
import dev.etiqueta.model.ModelId;
import dev.etiqueta.request.Outcome;
import dev.etiqueta.request.Protocol;
import dev.etiqueta.request.RequestObserver;
import dev.etiqueta.security.ClientLimits;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Asks models, one by one or message by message. */
final class InferenceCalls {

    private final InferenceService inference;
    private final CallWorkers workers;
    private final CallStatus status;
    private final ClientLimits limits;
    private final Duration time;
    private final List<RequestObserver> observers;

    /** @param time from a message to its answer */
    InferenceCalls(
            InferenceService inference,
            CallWorkers workers,
            CallStatus status,
            ClientLimits limits,
            Duration time,
            List<RequestObserver> observers) {
        this.inference = inference;
        this.workers = workers;
        this.status = status;
        this.limits = limits;
        this.time = time;
        this.observers = List.copyOf(observers);
    }

    void infer(ModelInferRequest request, StreamObserver<ModelInferResponse> observer) {
        Call call = Call.current();
        ServerCallStreamObserver<ModelInferResponse> client = (ServerCallStreamObserver<ModelInferResponse>) observer;
        // Without it, an answer to who has gone would throw.
        client.setOnCancelHandler(() -> {});
        Deadline deadline = Call.deadline(call.nanoTime(), time);
        try {
            workers.ask(call, () -> {
                if (!client.isCancelled()) {
                    answer(request, deadline, call.nanoTime(), client);
                }
            });
        } catch (StatusRuntimeException e) {
            observer.onError(e);
        }
    }

    private void answer(
            ModelInferRequest request, Deadline deadline, long start, StreamObserver<ModelInferResponse> client) {
        ModelInferResponse response;
        try {
            response = ask(request, deadline, start);
        } catch (StatusRuntimeException e) {
            client.onError(e);
            return;
        }
        client.onNext(response);
        client.onCompleted();
    }

    /** @throws StatusRuntimeException if it is not answered */
    private ModelInferResponse ask(ModelInferRequest request, Deadline deadline, long start) {
        AtomicReference<@Nullable ModelId> asked = new AtomicReference<>();
        Outcome outcome = Outcome.SERVER_ERROR;
        try {
            InferenceAnswer answer = inference.infer(
                    request.getModelName(),
                    request.getModelVersion(),
                    deadline,
                    asked::set,
                    model -> RequestMessages.read(request));
            ModelInferResponse response = AnswerMessages.write(answer, RequestMessages.wantsContents(request));
            outcome = Outcome.SUCCESS;
            return response;
        } catch (RuntimeException | Error e) {
            StatusRuntimeException refusal = status.of(e);
            outcome = isClients(refusal.getStatus()) ? Outcome.CLIENT_ERROR : Outcome.SERVER_ERROR;
            throw refusal;
        } finally {
            ModelId model = asked.get();
            if (model != null) {
                for (RequestObserver observer : observers) {
                    observer.answered(model, Protocol.GRPC, outcome, System.nanoTime() - start);
                }
            }
        }
    }

    private static boolean isClients(Status status) {
        return switch (status.getCode()) {
            case INVALID_ARGUMENT, NOT_FOUND, ALREADY_EXISTS, RESOURCE_EXHAUSTED -> true;
            default -> false;
        };
    }

    /** Answers message by message, in their order; one that fails is answered with what is wrong, and others follow. */
    StreamObserver<ModelInferRequest> inferStream(StreamObserver<ModelStreamInferResponse> observer) {
        ServerCallStreamObserver<ModelStreamInferResponse> client =
                (ServerCallStreamObserver<ModelStreamInferResponse>) observer;
        // The next message is read when one is answered.
        client.disableAutoRequest();
        client.setOnCancelHandler(() -> {});
        client.request(1);
        return new Stream(Call.current(), CallIntake.current(), client);
    }

    private final class Stream implements StreamObserver<ModelInferRequest> {

        private final Call call;
        private final CallIntake intake;
        private final ServerCallStreamObserver<ModelStreamInferResponse> client;
        private boolean first = true;
        private boolean working;
        private boolean ended;

        Stream(Call call, CallIntake intake, ServerCallStreamObserver<ModelStreamInferResponse> client) {
            this.call = call;
            this.intake = intake;
            this.client = client;
        }

        @Override
        public void onNext(ModelInferRequest request) {
            long start = System.nanoTime();
            Deadline deadline = Deadline.since(start, time);
            synchronized (this) {
                working = true;
            }
            try {
                requireRate();
                workers.ask(call, () -> answered(answer(request, deadline, start)));
            } catch (StatusRuntimeException e) {
                answered(error(request, e));
            }
        }

        /** The first message was counted with the call. */
        private void requireRate() {
            ClientLimits.Excess excess = first || !limits.exist() ? null : limits.ask(call.client());
            first = false;
            if (excess != null) {
                throw CallStatus.of(excess);
            }
        }

        private ModelStreamInferResponse answer(ModelInferRequest request, Deadline deadline, long start) {
            try {
                return ModelStreamInferResponse.newBuilder()
                        .setInferResponse(ask(request, deadline, start))
                        .build();
            } catch (StatusRuntimeException e) {
                return error(request, e);
            }
        }

        private static ModelStreamInferResponse error(ModelInferRequest request, StatusRuntimeException e) {
            return ModelStreamInferResponse.newBuilder()
                    .setErrorMessage(Objects.requireNonNullElse(e.getStatus().getDescription(), "the request failed"))
                    .setInferResponse(ModelInferResponse.newBuilder().setId(request.getId()))
                    .build();
        }

        private synchronized void answered(ModelStreamInferResponse response) {
            working = false;
            if (client.isCancelled()) {
                return;
            }
            client.onNext(response);
            intake.answered();
            if (ended) {
                client.onCompleted();
            } else {
                client.request(1);
            }
        }

        @Override
        public void onError(Throwable e) {
            // The client has gone.
        }

        @Override
        public synchronized void onCompleted() {
            ended = true;
            if (!working) {
                client.onCompleted();
            }
        }
    }
}
