package dev.etiqueta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.etiqueta.dvc.DvcProjectFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service without any option of the JVM that would end it. */
class OutOfMemoryTest {

    private static final String HEAP = "-Xmx96m";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
    void endsWhenTheHeapIsFullThoughNobodyHearsOfIt(String collector) throws Exception {
        try (ServiceProcess service = start(collector, GreedyService.TAKES_ALL)) {
            assertThat(service.process().waitFor(30, TimeUnit.SECONDS))
                    .as(service.log())
                    .isTrue();

            assertThat(service.exitStatus()).as(service.log()).isEqualTo(OutOfMemory.STATUS);
            assertThat(service.log()).contains("Started").endsWith("""
                    Etiqueta ends with status 3: the heap is full. \
                    Give it more with -Xmx, or a container of more memory.
                    """);
        }
    }

    @Test
    void goesOnWhenOneArrayIsTooLarge() throws Exception {
        try (ServiceProcess service =
                start("-XX:+UseSerialGC", GreedyService.ASKS_TOO_MUCH).ready()) {
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> service.log().contains("asked for more memory than the heap has left"));

            service.ready();
            assertThat(service.process().isAlive()).isTrue();
        }
    }

    private ServiceProcess start(String collector, String deed) throws Exception {
        byte[] model =
                OutOfMemoryTest.class.getResourceAsStream("/models/add.onnx").readAllBytes();
        new DvcProjectFixture(folder).file("add.onnx", model).write();
        return ServiceProcess.start(folder, GreedyService.class, List.of(HEAP, collector, "-D%s=true".formatted(deed)));
    }
}
