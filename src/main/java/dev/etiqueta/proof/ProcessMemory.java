package dev.etiqueta.proof;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The memory of processes and of the machine or container, as Linux tells of it. */
final class ProcessMemory {

    private static final Path PROC = Path.of("/proc");

    private ProcessMemory() {}

    /** What a process has for itself, in bytes: files that it has mapped can be read again. 0 where it is not told. */
    static long ofProcess(long pid) {
        return kilobytes(PROC.resolve(Long.toString(pid)).resolve("status"), "RssAnon:") << 10;
    }

    /** What is left for other processes beside this one, in bytes. */
    static long available() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long limit =
                system.getTotalMemorySize() - ofProcess(ProcessHandle.current().pid());
        long machine = kilobytes(PROC.resolve("meminfo"), "MemAvailable:") << 10;
        return machine == 0 ? limit : Math.min(machine, limit);
    }

    private static long kilobytes(Path file, String key) {
        try {
            List<String> lines = Files.readAllLines(file);
            return lines.stream()
                    .filter(line -> line.startsWith(key))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            // The process has ended, or this is no Linux.
            return 0;
        }
    }
}
