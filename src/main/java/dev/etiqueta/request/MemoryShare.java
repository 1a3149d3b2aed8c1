package dev.etiqueta.request;

import dev.etiqueta.model.Deadline;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Memory that large images share while they are decoded. Who finds no room waits for those before. */
final class MemoryShare {

    /** Smaller images are free: taking turns would cost more than they do. */
    private static final long SMALL = 256 * 1024;

    private static final int UNIT = 1024;

    private final int units;
    private final Semaphore free;

    /**
     * Nothing of it is taken.
     *
     * @param limit bytes
     */
    MemoryShare(long limit) {
        this.units = Math.clamp(limit / UNIT, 1, Integer.MAX_VALUE);
        this.free = new Semaphore(units, true);
    }

    /**
     * Works when so many bytes are free. What takes more than there are gets all of them.
     *
     * @throws RequestException if they are not free in time
     */
    <T> T hold(long bytes, Deadline deadline, Supplier<T> work) {
        if (bytes <= SMALL) {
            return work.get();
        }
        int taken = Math.clamp(bytes / UNIT, 1, units);
        await(taken, deadline);
        try {
            return work.get();
        } finally {
            free.release(taken);
        }
    }

    private void await(int taken, Deadline deadline) {
        boolean room = false;
        try {
            room = free.tryAcquire(taken, deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!room) {
            throw new RequestException(
                    Fault.UNAVAILABLE,
                    "too many large images are being decoded; send smaller ones, or try again in a moment");
        }
    }
}
