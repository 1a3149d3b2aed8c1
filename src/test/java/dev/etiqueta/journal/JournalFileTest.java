package dev.etiqueta.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFileTest {

    private static final int KB = 1024;

    @TempDir
    private Path folder;

    @Test
    void goesOnWhereItEnded() throws IOException {
        Path dir = folder.resolve("a (new) folder/of mine");
        try (JournalFile file = JournalFile.open(dir, KB, 2)) {
            assertThat(file.append(bytes("{\"a\":1}"))).isTrue();
        }
        try (JournalFile file = JournalFile.open(dir, KB, 2)) {
            assertThat(file.append(bytes("{\"b\":2}"))).isTrue();
        }

        assertThat(dir.resolve(JournalFile.NAME)).hasContent("{\"a\":1}\n{\"b\":2}\n");
    }

    @Test
    void beginsANewLineAfterOneThatACrashHasTorn() throws IOException {
        Files.writeString(folder.resolve(JournalFile.NAME), "{\"a\":1}\n{\"b\":");
        try (JournalFile file = JournalFile.open(folder, KB, 2)) {
            file.append(bytes("{\"c\":3}"));
            file.append(bytes("{\"d\":4}"));
        }

        assertThat(folder.resolve(JournalFile.NAME)).hasContent("{\"a\":1}\n{\"b\":\n{\"c\":3}\n{\"d\":4}\n");
    }

    @Test
    void keepsSoManyFilesOfSuchASize() throws IOException {
        byte[] line = bytes("x".repeat(99));
        try (JournalFile file = JournalFile.open(folder, KB, 3)) {
            for (int i = 0; i < 100; i++) {
                assertThat(file.append(line)).isTrue();
            }
        }

        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.sorted().toList();
            assertThat(found)
                    .extracting(path -> path.getFileName().toString())
                    .containsExactly("predictions.1.jsonl", "predictions.2.jsonl", "predictions.jsonl");
            assertThat(found).allSatisfy(path -> {
                assertThat(path).isNotEmptyFile();
                assertThat(Files.size(path)).isLessThanOrEqualTo(KB + line.length + 1);
                assertThat(Files.readAllLines(path)).allMatch(text -> text.length() == line.length);
            });
        }
    }

    @Test
    void losesLinesWhileTheDiskIsFullAndGoesOnAfterwards() throws IOException {
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        Path path = folder.resolve(JournalFile.NAME);
        Files.createSymbolicLink(path, full);
        try (JournalFile file = JournalFile.open(folder, KB, 2)) {
            assertThat(file.append(bytes("{\"a\":1}"))).isFalse();
            assertThat(file.append(bytes("{\"b\":2}"))).isFalse();

            Files.delete(path);
            await().until(() -> file.append(bytes("{\"c\":3}")));
            assertThat(file.append(bytes("{\"d\":4}"))).isTrue();
        }

        assertThat(Files.readAllLines(path)).endsWith("{\"c\":3}", "{\"d\":4}");
    }

    @Test
    void saysThatAFolderCannotBeWritten() throws IOException {
        Path occupied = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> JournalFile.open(occupied, KB, 2))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("etiqueta.prediction-log.dir")
                .hasMessageContaining(occupied.toString());

        Files.createDirectories(folder.resolve("b").resolve(JournalFile.NAME));
        assertThatThrownBy(() -> JournalFile.open(folder.resolve("b"), KB, 2)).isInstanceOf(JournalException.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
