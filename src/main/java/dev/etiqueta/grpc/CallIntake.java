package dev.etiqueta.grpc;

import dev.etiqueta.server.ClientMemory;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a call takes while its messages arrive: memory, which it shares with all other bodies, and time. A message is
 * counted as its bytes come, and held until it is answered.
 */
final class CallIntake extends ServerStreamTracer {

    private static final Context.Key<CallIntake> KEY = Context.key(CallIntake.class.getName());

    private final CallIntakes all;
    private final ClientMemory.Share share;
    private volatile @Nullable ServerCall<?, ?> call;
    private volatile boolean refused;
    /** Since when the message that is on its way is; 0 where none is. */
    private volatile long since;

    /** @param waits whether there may be any time between messages */
    CallIntake(CallIntakes all, ClientMemory memory, boolean waits) {
        this.all = all;
        this.share = memory.share(this::giveWay);
        this.since = waits ? 0 : now();
    }

    private static long now() {
        // 0 means something else.
        return System.nanoTime() | 1;
    }

    /** That of the calling thread. */
    static CallIntake current() {
        return Objects.requireNonNull(KEY.get(), "no call passes without CallIntakes");
    }

    @Override
    public Context filterContext(Context context) {
        return context.withValue(KEY, this);
    }

    /** This is the call. Nothing of it is read before. */
    void of(ServerCall<?, ?> known) {
        call = known;
    }

    @Override
    public void inboundMessage(int sequence) {
        since = now();
    }

    @Override
    public void inboundWireSize(long bytes) {
        take(bytes);
    }

    @Override
    public void inboundMessageRead(int sequence, long wireSize, long unpackedSize) {
        since = 0;
        share.settle();
    }

    /** A message that came compressed takes more than it did on its way. */
    void unpacked(long bytes) {
        take(bytes);
    }

    private void take(long bytes) {
        if (bytes > 0 && !share.take(bytes)) {
            giveWay();
        }
    }

    /** A message is none, and ends the call. */
    void refuse(Status status) {
        refused = true;
        close(status);
    }

    boolean isRefused() {
        return refused;
    }

    /** A message has been answered: the next one may come. */
    void answered() {
        share.release();
    }

    @Override
    public void streamClosed(Status status) {
        share.release();
        all.remove(this);
    }

    private void giveWay() {
        close(Status.UNAVAILABLE.withDescription("too many large messages are on their way; try again in a moment"));
    }

    /** Gives up on a message that has not come in time. */
    void sweep(long now, long limit) {
        long begin = since;
        if (begin != 0 && now - begin > limit) {
            close(Status.DEADLINE_EXCEEDED.withDescription(
                    "the message did not arrive in time; send it faster, or less of it"));
        }
    }

    private void close(Status status) {
        ServerCall<?, ?> known = call;
        if (known != null) {
            known.close(status, status.getCode() == Status.Code.UNAVAILABLE ? CallStatus.pushback(1) : new Metadata());
        }
    }
}
