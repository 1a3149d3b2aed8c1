package dev.etiqueta.dvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.etiqueta.failure.ActionableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that somebody has pushed to take the service's time and memory. */
class HostileDocumentsTest {

    private static final String OUTPUT = "- md5: b1946ac92492d2347c6235b4d2611184\n  path: m%d\n";

    @TempDir
    private Path root;

    @Test
    void refusesADvcFileThatIsTooLong() throws IOException {
        StringBuilder outs = new StringBuilder("outs:\n");
        for (int i = 0; i < 300_000; i++) {
            outs.append(OUTPUT.formatted(i));
        }

        assertRefused(outs.toString(), "bytes, expected at most 1000000");
    }

    @Test
    void namesOnlySomeOfManyOutputs() throws IOException {
        StringBuilder outs = new StringBuilder("outs:\n");
        for (int i = 0; i < 10_000; i++) {
            outs.append(OUTPUT.formatted(i));
        }

        assertRefused(outs.toString(), "tracks 10000 outputs: m0, m1, m2, m3, m4, m5, m6, m7, m8, m9 and 9990 more");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "path: %s\n  md5: b1946ac92492d2347c6235b4d2611184",
                "path: a\n  md5: %s",
                "md5: a\n  path: %s",
                "md5: b1946ac92492d2347c6235b4d2611184\n  path: a\n  remote: %s"
            })
    void makesNoLongMessageOfALongName(String output) throws IOException {
        assertRefused("outs:\n- " + output.formatted("x".repeat(900_000)), "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? "})
    void refusesADvcFileThatIsNestedTooDeeply(String opening) throws IOException {
        assertRefused(opening.repeat(900_000 / opening.length()), "");
    }

    @Test
    void refusesMoreValuesThanAnyDvcFileHas() throws IOException {
        assertRefused("outs: [" + "a,".repeat(300_000) + "]", "more than 100000 values");
    }

    @Test
    void expandsNoAliases() throws IOException {
        StringBuilder bomb = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x,x]\n");
        for (char name = 'b'; name < 'k'; name++) {
            bomb.append("%c: &%c [%s]\n".formatted(name, name, ("*" + (char) (name - 1) + ",").repeat(10)));
        }

        assertRefused(bomb + "outs: *j\n", "");
    }

    @Test
    void refusesAListingThatIsTooLong() throws IOException {
        DvcProjectFixture project = new DvcProjectFixture(root);
        byte[] none = {};
        for (int i = 0; i < 12_000; i++) {
            project.file("folder/some-file-with-a-name-%05d.txt".formatted(i), none);
        }
        Path models = project.write();

        assertThatExceptionOfType(ActionableException.class)
                .isThrownBy(() -> read(models))
                .withMessageContaining("has more than the 1000000 bytes that it may have");
    }

    @Test
    void readsNoLongConfiguration() throws IOException {
        Path models = new DvcProjectFixture(root).file("a", new byte[] {1}).write();
        Files.writeString(root.resolve(".dvc/config"), "# " + "x".repeat(1_000_000));

        assertThatExceptionOfType(ActionableException.class)
                .isThrownBy(() -> read(models))
                .withMessageContaining(".dvc/config has 1000002 bytes, expected at most 1000000");
    }

    private void assertRefused(String dvcFile, String message) throws IOException {
        Path models = new DvcProjectFixture(root).file("a", new byte[] {1}).write();
        Files.write(models, dvcFile.getBytes(StandardCharsets.UTF_8));

        assertThatExceptionOfType(ActionableException.class)
                .isThrownBy(() -> read(models))
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(2500));
    }

    private static TrackedFiles read(Path models) {
        return DvcProject.around(models)
                .read(new ReadSettings(RemoteOverrides.NONE, Duration.ofSeconds(10), Duration.ofSeconds(10), null));
    }
}
