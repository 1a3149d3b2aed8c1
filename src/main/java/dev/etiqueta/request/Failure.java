package dev.etiqueta.request;

import dev.etiqueta.model.DeadlineExceededException;
import dev.etiqueta.model.FailedModelException;
import dev.etiqueta.model.InferenceException;
import dev.etiqueta.model.InstanceException;
import dev.etiqueta.model.NoImageContractException;
import dev.etiqueta.model.UnknownModelException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client is told of an exception, in any protocol.
 *
 * @param detail what was found, what was expected, and what to do
 * @param members for programs
 * @param retrySeconds after which it may be asked again, where it is {@link Fault#UNAVAILABLE}
 */
public record Failure(Fault fault, String detail, Map<String, Object> members, int retrySeconds) {

    /** For memory, or a processor, to be free. */
    private static final int A_MOMENT = 1;

    /** For a model that people have to mend. */
    private static final int UNTIL_MENDED = 60;

    private Failure(Fault fault, String detail) {
        this(fault, detail, Map.of(), A_MOMENT);
    }

    /** Null of an exception that is a defect. */
    public static @Nullable Failure of(Throwable e) {
        String message = String.valueOf(e.getMessage());
        return switch (e) {
            case RequestException request -> new Failure(request.fault(), message, request.members(), A_MOMENT);
            case UnknownModelException unknown ->
                new Failure(Fault.NOT_FOUND, message, Map.of("served", unknown.served()), A_MOMENT);
            case FailedModelException failed -> new Failure(Fault.UNAVAILABLE, message, Map.of(), UNTIL_MENDED);
            case InstanceException instance -> new Failure(Fault.UNPROCESSABLE, message);
            case NoImageContractException image ->
                new Failure(Fault.UNPROCESSABLE, message + "; send its tensors as JSON instances");
            case DeadlineExceededException late ->
                new Failure(Fault.UNAVAILABLE, message + "; send fewer instances, or try again later");
            case InferenceException failed ->
                new Failure(Fault.FAILED, "the model failed on this request; the log says why");
            default -> null;
        };
    }
}
