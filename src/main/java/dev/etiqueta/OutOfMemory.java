package dev.etiqueta;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process when its heap is full, so that it is started anew: after an {@link OutOfMemoryError} any thread may be
 * gone, the one that takes connections too. {@code -XX:+ExitOnOutOfMemoryError} does that where it is given; this is for
 * {@code java -jar} without it.
 *
 * <p>The pools of servers catch the error, and nobody hears of it. But the JVM promises to clear all soft references
 * before it throws one, and leaves one alone that was used since the last collection: so a soft reference that is used
 * all the time and yet cleared tells of it. One array that is larger than what is left hurts nobody but who asked for
 * it: that is seen by how much the last collections have left, and the service goes on.
 */
final class OutOfMemory {

    /** The JVM's own for it. */
    static final int STATUS = 3;

    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final double FULL = 0.9;

    private static final Logger log = LoggerFactory.getLogger(OutOfMemory.class);

    /** Made beforehand: later there is no memory for it. */
    private static final byte[] REASON =
            "Etiqueta ends with status 3: the heap is full. Give it more with -Xmx, or a container of more memory.\n"
                    .getBytes(US_ASCII);

    private final List<MemoryPoolMXBean> heap = ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP)
            .toList();

    private final FileOutputStream error = new FileOutputStream(FileDescriptor.err);
    private final ReferenceQueue<Object> cleared = new ReferenceQueue<>();
    private SoftReference<Object> canary = new SoftReference<>(new Object(), cleared);

    private OutOfMemory() {}

    /** Watches from now on. */
    static void install() {
        OutOfMemory watch = new OutOfMemory();
        Thread.setDefaultUncaughtExceptionHandler(watch::uncaught);
        Thread.ofPlatform().daemon().name("out-of-memory").start(watch::watch);
    }

    private void watch() {
        try {
            while (true) {
                // In use again: the JVM clears first what has not been for long.
                canary.get();
                if (cleared.remove(INTERVAL.toMillis()) != null) {
                    if (isFull()) {
                        end();
                    }
                    canary = new SoftReference<>(new Object(), cleared);
                    log.warn("Something asked for more memory than the heap has left, and did not get it");
                }
            }
        } catch (OutOfMemoryError e) {
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isFull() {
        long used = 0;
        for (MemoryPoolMXBean pool : heap) {
            MemoryUsage left = pool.getCollectionUsage();
            used += left == null ? 0 : left.getUsed();
        }
        return used > FULL * Runtime.getRuntime().maxMemory();
    }

    private void uncaught(Thread thread, Throwable thrown) {
        if (thrown instanceof OutOfMemoryError) {
            end();
        }
        log.error("The thread {} has ended", thread.getName(), thrown);
    }

    private void end() {
        try {
            error.write(REASON);
        } catch (IOException e) {
            // Nobody listens.
        } finally {
            Runtime.getRuntime().halt(STATUS);
        }
    }
}
