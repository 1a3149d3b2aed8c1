package dev.etiqueta.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.etiqueta.feedback.Feedback;
import dev.etiqueta.feedback.FeedbackResult.Counted;
import dev.etiqueta.feedback.PredictionId;
import dev.etiqueta.journal.JournalLine.Predicted;
import dev.etiqueta.journal.JournalLine.Tensor;
import dev.etiqueta.model.Answer;
import dev.etiqueta.model.ElementType;
import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.Prediction;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalWriterTest {

    private static final int SIZE = 1 << 30;

    private final MeterRegistry registry = new SimpleMeterRegistry();

    @TempDir
    private Path folder;

    @Test
    void dropsLinesThatThereIsNoRoomForAndNeverWaits() throws IOException {
        CountDownLatch disk = new CountDownLatch(1);
        try (JournalWriter writer = open()) {
            writer.write(line(new Slow(disk), 0));
            writer.write(line("fits", JournalWriter.ROOM / 2));
            writer.write(line("does not", JournalWriter.ROOM / 2));
            writer.write(line("never would", JournalWriter.ROOM + 1));
            assertThat(count("dropped")).isEqualTo(2);
            disk.countDown();
        }

        assertThat(lines()).hasSize(2).last().asString().contains("\"output\":\"fits\"");
        assertThat(count("written")).isEqualTo(2);
        assertThat(count("dropped")).isEqualTo(2);
    }

    @Test
    void goesOnAfterALineThatCannotBeWritten() throws IOException {
        try (JournalWriter writer = open()) {
            writer.write(line(new Broken(), 0));
            writer.write(line("sound", 0));
        }

        assertThat(lines()).singleElement().asString().contains("sound");
        assertThat(count("failed")).isEqualTo(1);
    }

    @Test
    void dropsWhatComesAfterTheEnd() throws IOException {
        JournalWriter writer = open();
        writer.close();
        writer.write(line("late", 0));

        assertThat(lines()).isEmpty();
        assertThat(count("dropped")).isEqualTo(1);
    }

    @Test
    void takesFeedbackOfThePredictionsInTheSampleOnly() throws IOException {
        ModelId model = new ModelId("m", "v1", "0".repeat(32));
        try (JournalWriter writer = open()) {
            Journal journal = new Journal(writer, 0.25, false);
            for (int i = 1; i <= 2_000; i++) {
                // As bad as a client's trace ids can be.
                PredictionId id = new PredictionId(0, i);
                journal.answered(id, new Answer("m", "v1", List.of(new Prediction.Raw(1)), null));
                journal.counted(new Feedback(id, null, "cat", false), new Counted(model, "dog", "cat", 0.5));
            }
        }

        List<String> predicted = lines().stream()
                .filter(line -> line.contains("\"output\":"))
                .map(JournalWriterTest::id)
                .toList();
        List<String> corrected = lines().stream()
                .filter(line -> line.contains("\"trueLabel\":\"cat\""))
                .map(JournalWriterTest::id)
                .toList();
        assertThat(predicted.size()).isCloseTo(500, Offset.offset(100));
        assertThat(corrected).isEqualTo(predicted);
    }

    @Test
    void takesAllOrNothingAtTheEnds() throws IOException {
        try (JournalWriter writer = open()) {
            for (double rate : new double[] {0, 1}) {
                for (int i = 0; i < 100; i++) {
                    new Journal(writer, rate, false)
                            .answered(null, new Answer("m", "v1", List.of(new Prediction.Raw(rate)), null));
                }
            }
        }

        assertThat(lines()).hasSize(100).allMatch(line -> line.contains("\"output\":1.0"));
    }

    private JournalWriter open() {
        return new JournalWriter(JournalFile.open(folder, SIZE, 2), registry);
    }

    private double count(String outcome) {
        return registry.get("model.prediction.log")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(folder.resolve(JournalFile.NAME));
    }

    private static String id(String line) {
        return line.replaceFirst(".*\"id\":\"(\\w+)\".*", "$1");
    }

    private static Predicted line(Object output, int inputBytes) {
        Tensor input = new Tensor(ElementType.UINT8, new long[] {1}, new byte[inputBytes]);
        return Predicted.of(Instant.EPOCH, null, 0, "m", "v1", new Prediction.Raw(output), Map.of("input", input));
    }

    /** As if the disk were. */
    private record Slow(CountDownLatch until) {

        @JsonValue
        String value() throws InterruptedException {
            until.await();
            return "slow";
        }
    }

    private record Broken() {

        @JsonValue
        String value() {
            throw new IllegalStateException("broken");
        }
    }
}
