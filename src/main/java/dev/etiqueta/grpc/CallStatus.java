package dev.etiqueta.grpc;

import dev.etiqueta.request.Failure;
import dev.etiqueta.request.FailureLog;
import dev.etiqueta.request.Fault;
import dev.etiqueta.security.AccessException;
import dev.etiqueta.security.ClientLimits;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How calls fail, in the words that HTTP has for it. */
final class CallStatus {

    /** After which clients that retry may do so. */
    static final Metadata.Key<String> PUSHBACK =
            Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

    private static final Logger log = LoggerFactory.getLogger(CallStatus.class);

    private final FailureLog failures;

    CallStatus(FailureLog failures) {
        this.failures = failures;
    }

    StatusRuntimeException of(Throwable e) {
        if (e instanceof StatusRuntimeException known) {
            return known;
        }
        Failure failure = Failure.of(e);
        if (failure == null || failure.fault() == Fault.FAILED) {
            failures.log(e);
        }
        if (failure == null) {
            return Status.INTERNAL
                    .withDescription("the request failed; the log says why")
                    .asRuntimeException();
        }
        log.debug("Refused with {}: {}", failure.fault(), failure.detail());
        Status status = status(failure.fault()).withDescription(failure.detail());
        return failure.fault() == Fault.UNAVAILABLE
                ? status.asRuntimeException(pushback(failure.retrySeconds()))
                : status.asRuntimeException();
    }

    private static Status status(Fault fault) {
        return switch (fault) {
            case INVALID, UNPROCESSABLE, UNSUPPORTED -> Status.INVALID_ARGUMENT;
            case NOT_FOUND -> Status.NOT_FOUND;
            case CONFLICT -> Status.ALREADY_EXISTS;
            case TOO_LARGE -> Status.RESOURCE_EXHAUSTED;
            case TOO_SLOW -> Status.DEADLINE_EXCEEDED;
            case UNAVAILABLE -> Status.UNAVAILABLE;
            case FAILED -> Status.INTERNAL;
        };
    }

    static StatusRuntimeException of(AccessException e) {
        Status status =
                switch (e.reason()) {
                    case UNKNOWN -> Status.UNAUTHENTICATED;
                    case FORBIDDEN -> Status.PERMISSION_DENIED;
                    case UNAVAILABLE -> Status.UNAVAILABLE;
                };
        return status.withDescription(e.getMessage()).asRuntimeException();
    }

    static StatusRuntimeException of(ClientLimits.Excess excess) {
        return Status.RESOURCE_EXHAUSTED
                .withDescription(excess.detail())
                .asRuntimeException(pushback(excess.seconds()));
    }

    static Metadata pushback(long seconds) {
        Metadata trailers = new Metadata();
        trailers.put(PUSHBACK, Long.toString(TimeUnit.SECONDS.toMillis(seconds)));
        return trailers;
    }
}
