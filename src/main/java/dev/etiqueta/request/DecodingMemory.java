package dev.etiqueta.request;

import com.sun.management.OperatingSystemMXBean;
import dev.etiqueta.image.AcceptedImage;
import dev.etiqueta.image.ImageException;
import dev.etiqueta.model.Deadline;
import dev.etiqueta.model.DeadlineExceededException;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/**
 * The memory that large images take while they are decoded, all together: a file of some kilobytes may have as many
 * pixels as the limit allows, and each be within it. A progressive JPEG takes some outside of the heap as well.
 */
public final class DecodingMemory {

    private static final int SHARE_OF_HEAP = 4;

    /** The larger part of what is beside the heap is taken by models, code, and threads. */
    private static final int SHARE_OF_THE_REST = 8;

    private final MemoryShare heap;
    private final MemoryShare rest;

    DecodingMemory(long heap, long rest) {
        this.heap = new MemoryShare(heap);
        this.rest = new MemoryShare(rest);
    }

    /** Parts of the heap, and of what the machine or container has beside it. */
    public static DecodingMemory ofProcess() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return ofProcess(Runtime.getRuntime().maxMemory(), system.getTotalMemorySize());
    }

    static DecodingMemory ofProcess(long maxHeap, long total) {
        long heap = maxHeap / SHARE_OF_HEAP;
        // Where a small heap has a large machine, it is the heap that says how much the service is meant to take.
        return new DecodingMemory(heap, Math.min(heap, (total - maxHeap) / SHARE_OF_THE_REST));
    }

    /**
     * Decodes an image when there is room.
     *
     * @throws RequestException if there is none in time
     * @throws DeadlineExceededException if decoding takes longer
     * @throws ImageException if the bytes are damaged or of an unsupported form
     */
    byte[] decode(AcceptedImage image, Deadline deadline) {
        return hold(image, deadline, () -> image.decode(deadline::check));
    }

    /** Works while there is room for an image. */
    <T> T hold(AcceptedImage image, Deadline deadline, Supplier<T> work) {
        return heap.hold(image.memory(), deadline, () -> rest.hold(image.nativeMemory(), deadline, work));
    }
}
