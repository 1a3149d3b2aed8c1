package dev.etiqueta.grpc;

import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import java.io.InputStream;

/** Reads messages. One that is none is its client's mistake, for which gRPC has no word of its own. */
final class RequestMarshaller<Q extends Message> implements MethodDescriptor.Marshaller<Q> {

    private final MethodDescriptor.Marshaller<Q> messages;
    private final Q empty;

    RequestMarshaller(Q empty) {
        this.messages = ProtoUtils.marshaller(empty);
        this.empty = empty;
    }

    @Override
    public InputStream stream(Q value) {
        return messages.stream(value);
    }

    /** What is no message ends the call, whose other parts then hear nothing of it. */
    @Override
    public Q parse(InputStream stream) {
        try {
            return messages.parse(stream);
        } catch (StatusRuntimeException e) {
            Status status = e.getStatus().getCode() == Status.Code.INTERNAL
                    ? Status.INVALID_ARGUMENT.withDescription("the bytes are no message of this rpc")
                    : e.getStatus();
            CallIntake.current().refuse(status);
            return empty;
        }
    }
}
