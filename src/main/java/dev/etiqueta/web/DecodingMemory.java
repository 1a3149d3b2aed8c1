package dev.etiqueta.web;

import dev.etiqueta.image.AcceptedImage;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;

/**
 * The memory that large images take while they are decoded, all together: a file of some kilobytes may have as many
 * pixels as the limit allows, and each be within it. Who finds no room waits for those before.
 */
final class DecodingMemory {

    private static final int SHARE_OF_HEAP = 4;

    /** Smaller images are free: taking turns would cost more than they do. */
    private static final long SMALL = 256 * 1024;

    private static final int UNIT = 1024;

    private final int units;
    private final Semaphore free;
    private final Duration patience;

    /**
     * Nothing of it is taken.
     *
     * @param limit bytes
     * @param patience how long to wait for some of them
     */
    DecodingMemory(long limit, Duration patience) {
        this.units = Math.clamp(limit / UNIT, 1, Integer.MAX_VALUE);
        this.free = new Semaphore(units, true);
        this.patience = patience;
    }

    static DecodingMemory ofHeap(Duration patience) {
        return new DecodingMemory(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP, patience);
    }

    /**
     * Decodes an image when there is room.
     *
     * @throws ProblemException if there is none in time
     */
    byte[] decode(AcceptedImage image) {
        return hold(image.memory(), image::decode);
    }

    /** Works when so many bytes are free. What takes more than there are gets all of them. */
    <T> T hold(long bytes, Supplier<T> work) {
        if (bytes <= SMALL) {
            return work.get();
        }
        int taken = Math.clamp(bytes / UNIT, 1, units);
        await(taken);
        try {
            return work.get();
        } finally {
            free.release(taken);
        }
    }

    private void await(int taken) {
        boolean room = false;
        try {
            room = free.tryAcquire(taken, patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!room) {
            throw new ProblemException(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "too many large images are being decoded; send smaller ones, or try again in a moment");
        }
    }
}
