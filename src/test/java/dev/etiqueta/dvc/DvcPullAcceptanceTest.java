package dev.etiqueta.dvc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

/** The real DVC restores from a fresh clone what the service reads without it. */
@Tag("acceptance")
class DvcPullAcceptanceTest {

    /** Kept after the test: the models that other checks run on. */
    private static final Path CLONE = Path.of("target/dvc-pull");

    @Test
    void restoresTheSameBytesThatTheServiceReads() throws IOException, InterruptedException {
        FileSystemUtils.deleteRecursively(CLONE);
        Tool.run(Path.of("."), "git", "clone", "--quiet", ".", CLONE.toString());
        Tool.run(CLONE, "dvc", "pull");

        TrackedFiles tracked = DvcProject.around(Path.of("models.dvc"))
                .read(new ReadSettings(RemoteOverrides.NONE, Duration.ofSeconds(10), Duration.ofSeconds(10), null));
        try (var pulled = Files.list(CLONE.resolve("models"))) {
            assertThat(pulled).hasSameSizeAs(tracked.files());
        }
        for (TrackedFile file : tracked.files()) {
            assertThat(CLONE.resolve("models").resolve(file.path())).hasBinaryContent(file.content());
        }
    }
}
