package dev.etiqueta.monitoring;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The C library's allocator, which the ONNX runtime takes its memory from, and the JVM what it needs beside its heap.
 * Only the GNU library tells of it.
 *
 * @see <a href="https://man7.org/linux/man-pages/man3/mallinfo.3.html">mallinfo(3)</a>
 */
final class Malloc {

    /** Where the fields of the {@code struct mallinfo2} are, each of which is a {@code size_t}. */
    private static final int FIELDS = 10;

    private static final int IN_MAPPINGS_OF_THEIR_OWN = 4;
    private static final int IN_ARENAS = 7;

    private final MethodHandle mallinfo2;

    private Malloc(MethodHandle mallinfo2) {
        this.mallinfo2 = mallinfo2;
    }

    /** Empty where there is no such library. */
    @SuppressWarnings("restricted") // The ONNX runtime is native code, too.
    static Optional<Malloc> find() {
        MemoryLayout info = MemoryLayout.sequenceLayout(FIELDS, ValueLayout.JAVA_LONG);
        FunctionDescriptor function = FunctionDescriptor.of(MemoryLayout.structLayout(info));
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("mallinfo2")
                .map(symbol -> new Malloc(linker.downcallHandle(symbol, function)));
    }

    /** How many bytes it has given to those who asked, and not had back. */
    double used() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = (MemorySegment) mallinfo2.invokeExact((SegmentAllocator) arena);
            return info.getAtIndex(ValueLayout.JAVA_LONG, IN_ARENAS)
                    + info.getAtIndex(ValueLayout.JAVA_LONG, IN_MAPPINGS_OF_THEIR_OWN);
        } catch (Throwable e) {
            throw new IllegalStateException("mallinfo2 cannot be called", e);
        }
    }
}
