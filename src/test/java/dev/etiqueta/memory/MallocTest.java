package dev.etiqueta.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class MallocTest {

    private static final long MEGABYTE = 1 << 20;

    @Test
    @SuppressWarnings("MustBeClosed") // all are, further down
    void givesBackSmallBlocksThatWereFreed() throws IOException {
        List<Arena> blocks = new ArrayList<>();
        for (int i = 0; i < 16_384; i++) {
            Arena block = Arena.ofConfined();
            block.allocate(4096);
            blocks.add(block);
        }
        // Nothing below one that is in use is given back by free.
        try (Arena last = blocks.removeLast()) {
            blocks.forEach(Arena::close);
            long before = resident();
            Malloc.trim();

            assertThat(before - resident()).isGreaterThan(40 * MEGABYTE);
            assertThat(last.scope().isAlive()).isTrue();
        }
    }

    @Test
    void keepsNoLargeBlocksForThreadsThatHadSome() throws Exception {
        Malloc.keepNoLargeBlocks();
        Callable<Long> large = () -> {
            try (Arena arena = Arena.ofConfined()) {
                arena.allocate(24 * MEGABYTE);
            }
            return resident();
        };

        long before = resident();
        long most = 0;
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (Callable<Long> each : Collections.nCopies(80, large)) {
                // One after the other, each by another thread.
                Future<Long> resident = threads.submit(each);
                most = Math.max(most, resident.get());
            }
        }
        assertThat(most - before).isLessThan(24 * MEGABYTE);
    }

    private static long resident() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("RssAnon:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElseThrow()
                    << 10;
        }
    }
}
