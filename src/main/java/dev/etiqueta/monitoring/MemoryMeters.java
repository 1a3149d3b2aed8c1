package dev.etiqueta.monitoring;

import dev.etiqueta.memory.Malloc;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Memory that the JVM's own meters do not show, with that of the ONNX runtime, which says nothing about it: {@code
 * process.resident.memory} on Linux, and {@code process.malloc.used} where the C library is GNU's.
 */
class MemoryMeters implements MeterBinder {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";

    @Override
    public void bindTo(MeterRegistry registry) {
        if (Files.isReadable(STATUS)) {
            gauge(registry, "process.resident.memory", MemoryMeters::resident, "Memory of the process that is in RAM");
        }
        if (Malloc.used().isPresent()) {
            gauge(
                    registry,
                    "process.malloc.used",
                    () -> Malloc.used().orElse(Double.NaN),
                    "Memory that the C library has given out: models in the ONNX runtime, the JVM beside its heap");
        }
    }

    private static void gauge(MeterRegistry registry, String name, Supplier<Number> value, String description) {
        Gauge.builder(name, value)
                .description(description)
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry);
    }

    /** Such as {@code VmRSS:   110480 kB}; NaN if it is not there. */
    private static double resident() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(RESIDENT) && line.endsWith(" kB"))
                    .map(line -> line.substring(RESIDENT.length(), line.length() - 3))
                    .mapToDouble(kilobytes -> Double.parseDouble(kilobytes) * 1024)
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
