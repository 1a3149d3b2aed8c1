package dev.etiqueta.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The C library's allocator, which the ONNX runtime and the JDK's decoders take their memory from, and the JVM what it
 * needs beside its heap. What was freed it keeps for the next who asks. Only the GNU library tells of it, and can be told
 * something: elsewhere nothing is done.
 */
public final class Malloc {

    private Malloc() {}

    /**
     * How many bytes it has given to those who asked, and not had back; empty where that is not told.
     *
     * @see <a href="https://man7.org/linux/man-pages/man3/mallinfo.3.html">mallinfo(3)</a>
     */
    public static Optional<Double> used() {
        MethodHandle mallinfo = Information.MALLINFO;
        return mallinfo == null ? Optional.empty() : Optional.of(Information.used(mallinfo));
    }

    /**
     * Gives back to the system what was freed, of all sizes. It takes some milliseconds where there is much of it.
     *
     * @see <a href="https://man7.org/linux/man-pages/man3/malloc_trim.3.html">malloc_trim(3)</a>
     */
    public static void trim() {
        MethodHandle trim = Trim.MALLOC_TRIM;
        if (trim != null) {
            try {
                // Whether there was something to give back.
                int ignored = (int) trim.invokeExact(0L);
            } catch (Throwable e) {
                throw new IllegalStateException("malloc_trim cannot be called", e);
            }
        }
    }

    /**
     * Has blocks of a megabyte and more given back when they are freed, from the first call on. Else blocks are kept up
     * to the size of the largest that was ever freed, which may be 32 MB, and for each of many threads.
     *
     * @see <a href="https://man7.org/linux/man-pages/man3/mallopt.3.html">mallopt(3)</a>
     */
    public static void keepNoLargeBlocks() {
        if (!Options.SET) {
            throw new IllegalStateException("mallopt refuses its options");
        }
    }

    @SuppressWarnings("restricted") // The ONNX runtime is native code, too.
    private static @Nullable MethodHandle find(String name, FunctionDescriptor function) {
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find(name)
                .map(symbol -> linker.downcallHandle(symbol, function))
                .orElse(null);
    }

    // Each is found when it is first called, since that takes its time.

    private static final class Information {

        /** Where the fields of the {@code struct mallinfo2} are, each of which is a {@code size_t}. */
        private static final int FIELDS = 10;

        private static final int IN_MAPPINGS_OF_THEIR_OWN = 4;
        private static final int IN_ARENAS = 7;

        private static final @Nullable MethodHandle MALLINFO = find(
                "mallinfo2",
                FunctionDescriptor.of(
                        MemoryLayout.structLayout(MemoryLayout.sequenceLayout(FIELDS, ValueLayout.JAVA_LONG))));

        private static double used(MethodHandle mallinfo) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment info = (MemorySegment) mallinfo.invokeExact((SegmentAllocator) arena);
                return info.getAtIndex(ValueLayout.JAVA_LONG, IN_ARENAS)
                        + info.getAtIndex(ValueLayout.JAVA_LONG, IN_MAPPINGS_OF_THEIR_OWN);
            } catch (Throwable e) {
                throw new IllegalStateException("mallinfo2 cannot be called", e);
            }
        }
    }

    private static final class Trim {

        private static final @Nullable MethodHandle MALLOC_TRIM =
                find("malloc_trim", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
    }

    private static final class Options {

        private static final int TRIM_THRESHOLD = -1;
        private static final int MMAP_THRESHOLD = -3;
        private static final int LARGE = 1 << 20;

        private static final boolean SET = set();

        private static boolean set() {
            MethodHandle mallopt = find(
                    "mallopt", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            if (mallopt == null) {
                return true;
            }
            try {
                return (int) mallopt.invokeExact(MMAP_THRESHOLD, LARGE) == 1
                        && (int) mallopt.invokeExact(TRIM_THRESHOLD, LARGE) == 1;
            } catch (Throwable e) {
                throw new IllegalStateException("mallopt cannot be called", e);
            }
        }
    }
}
