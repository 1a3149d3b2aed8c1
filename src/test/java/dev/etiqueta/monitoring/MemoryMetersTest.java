package dev.etiqueta.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class MemoryMetersTest {

    private static final long SIZE = 256L << 20;

    private final MeterRegistry registry = new SimpleMeterRegistry();

    @BeforeEach
    void bind() {
        new MemoryMeters().bindTo(registry);
    }

    @Test
    void seesNativeMemoryComeAndGo() {
        double before = value("process.malloc.used");
        try (Arena arena = Arena.ofConfined()) {
            arena.allocate(SIZE);
            assertThat(value("process.malloc.used") - before).isBetween(SIZE * 0.75, SIZE * 1.25);
        }
        assertThat(value("process.malloc.used") - before).isBetween(SIZE * -0.25, SIZE * 0.25);
    }

    @Test
    void readsWhatTheKernelSays() throws Exception {
        long pages =
                Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]);

        double bytes = value("process.resident.memory");
        assertThat(bytes / pages).as("a page").isBetween(3_000.0, 70_000.0);
        assertThat(bytes).isGreaterThan(20_000_000);
    }

    private double value(String name) {
        return registry.get(name).gauge().value();
    }
}
