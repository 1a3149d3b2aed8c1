package dev.etiqueta.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.server.ClientMemory;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What calls hold while their messages arrive. */
class CallIntakeTest {

    private static final String INFER = InferenceGrpcService.NAME + "/ModelInfer";

    private final ClientMemory memory = ClientMemory.ofHeap();
    private final long more = Runtime.getRuntime().maxMemory() / 8 / 2 + 1;
    private final CallIntakes intakes = new CallIntakes(memory, Duration.ofMinutes(1));

    @AfterEach
    void stop() {
        intakes.close();
    }

    /** Remembers how it was ended. */
    private static final class Ended extends ServerCall<String, String> {
        private @Nullable Status status;

        @Override
        public void request(int messages) {}

        @Override
        public void sendHeaders(Metadata headers) {}

        @Override
        public void sendMessage(String message) {}

        @Override
        public void close(Status how, Metadata trailers) {
            status = how;
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public MethodDescriptor<String, String> getMethodDescriptor() {
            throw new UnsupportedOperationException();
        }
    }

    private CallIntake intake(Ended call) {
        CallIntake intake = (CallIntake) intakes.newServerStreamTracer(INFER, new Metadata());
        intake.of(call);
        return intake;
    }

    @Test
    void givesWayToAnotherWhoseBytesComeLater() {
        Ended slow = new Ended();
        Ended quick = new Ended();
        intake(slow).inboundWireSize(more);
        intake(quick).inboundWireSize(more);

        assertThat(slow.status).isNotNull();
        assertThat(slow.status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(quick.status).isNull();
    }

    @Test
    void keepsWhatHasArrivedUntilItIsAnswered() {
        Ended whole = new Ended();
        Ended late = new Ended();
        Ended last = new Ended();
        CallIntake first = intake(whole);
        first.inboundWireSize(more);
        first.inboundMessageRead(0, more, more);
        intake(late).inboundWireSize(more);
        first.answered();
        intake(last).inboundWireSize(more);

        assertThat(whole.status).isNull();
        assertThat(late.status).isNotNull();
        assertThat(last.status).isNull();
    }

    @Test
    void countsWhatAPackedMessageUnpacksTo() {
        Ended packed = new Ended();
        Ended other = new Ended();
        intake(other).inboundWireSize(more);
        CallIntake intake = intake(packed);
        intake.inboundWireSize(10);
        intake.unpacked(more);

        assertThat(other.status).isNotNull();
        assertThat(packed.status).isNull();
    }

    @Test
    void freesAllThatAClosedCallHeld() {
        CallIntake closed = intake(new Ended());
        closed.inboundWireSize(more);
        closed.streamClosed(Status.CANCELLED);
        Ended next = new Ended();
        intake(next).inboundWireSize(more);

        assertThat(next.status).isNull();
    }

    @Test
    void endsACallWhoseMessageTakesTooLong() {
        Ended slow = new Ended();
        CallIntake intake = intake(slow);
        intake.sweep(
                System.nanoTime() + Duration.ofSeconds(2).toNanos(),
                Duration.ofSeconds(1).toNanos());

        assertThat(slow.status).isNotNull();
        assertThat(slow.status.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }
}
