package dev.etiqueta.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.etiqueta.TestDigits;
import dev.etiqueta.dvc.PackedProject;
import dev.etiqueta.dvc.TrackedFile;
import dev.etiqueta.evaluation.EvaluationReport.PredictedImage;
import dev.etiqueta.evaluation.EvaluationReport.Verdict;
import dev.etiqueta.model.Model;
import dev.etiqueta.model.ModelCardReader;
import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.RecordedEvaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluatorTest {

    private static final Path MNIST = Path.of("src/test/resources/mnist");
    private static final double PARITY = 1e-5;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"binary_classifier_3", "digit_classifier"})
    void givesWhatTheCardRecordsAndPyTorchsOutputs(String name) throws IOException {
        try (Model model = load(name)) {
            List<Integer> progress = new ArrayList<>();
            EvaluationReport report = Evaluator.evaluate(model, LabeledImages.of(List.of(MNIST)), progress::add);

            assertThat(report.verdict()).isEqualTo(Verdict.EQUAL);
            assertThat(report.size()).isEqualTo(10_000);
            assertThat(report.accuracy()).isEqualTo(report.recorded().accuracy());
            assertThat(report.confusionMatrix()).isEqualTo(report.recorded().confusionMatrix());
            assertThat(progress).isSorted().endsWith(10_000);
            float[] expected = TestDigits.logits(name);
            int i = 0;
            for (PredictedImage image : report.predictions()) {
                for (float output : image.outputs()) {
                    double deviation = Math.abs((double) output - expected[i]) / Math.max(1, Math.abs(expected[i]));
                    assertThat(deviation).isLessThanOrEqualTo(PARITY);
                    i++;
                }
            }
            assertThat(i).isEqualTo(expected.length);
        }
    }

    @Test
    void readsAFolderForEachLabel() throws IOException {
        for (int i = 0; i < 100; i++) {
            Path label = Files.createDirectories(folder.resolve(TestDigits.label(i) == 3 ? "3" : "no 3"));
            Files.write(label.resolve(i + ".png"), TestDigits.png(i));
        }
        Files.writeString(folder.resolve("3/.hidden"), "no image");
        try (Model model = load("binary_classifier_3")) {
            EvaluationReport report = Evaluator.evaluate(model, LabeledImages.of(List.of(folder)), done -> {});

            assertThat(report.size()).isEqualTo(100);
            assertThat(report.verdict()).isEqualTo(Verdict.NOT_WORSE);
            assertThat(report.classes().get(1).support()).isEqualTo((int) report.predictions().stream()
                    .filter(image -> image.expected().equals("3"))
                    .count());
        }
    }

    @Test
    void findsThePairOfWhichOneFileIsNamed() throws IOException {
        Path images = unzip("t10k-images-idx3-ubyte");
        Path labels = unzip("t10k-labels-idx1-ubyte");

        assertThat(LabeledImages.of(List.of(images)).size()).isEqualTo(10_000);
        assertThat(LabeledImages.of(List.of(labels)).size()).isEqualTo(10_000);
        assertThat(LabeledImages.of(List.of(labels, images)).size()).isEqualTo(10_000);
        assertThat(LabeledImages.of(List.of(folder)).labels())
                .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    }

    @Test
    void saysThatLabelsAreNotTheModels() throws IOException {
        Files.write(Files.createDirectories(folder.resolve("eleven")).resolve("1.png"), TestDigits.png(0));
        try (Model model = load("digit_classifier")) {
            assertUnusable(
                    "the data has the label 'eleven'",
                    () -> Evaluator.evaluate(model, LabeledImages.of(List.of(folder)), done -> {}));
        }
    }

    @Test
    void saysThatNoLabelIsTheModels() throws IOException {
        Files.write(Files.createDirectories(folder.resolve("cat")).resolve("1.png"), TestDigits.png(0));
        try (Model model = load("binary_classifier_3")) {
            assertUnusable(
                    "none of the data's labels [cat] is one of the model's [no 3, 3]",
                    () -> Evaluator.evaluate(model, LabeledImages.of(List.of(folder)), done -> {}));
        }
    }

    @Test
    void saysThatAnIdxFileIsEmpty() throws IOException {
        Files.write(folder.resolve("images"), new byte[] {0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 28, 0, 0, 0, 28});
        Files.write(folder.resolve("labels"), new byte[] {0, 0, 8, 1, 0, 0, 0, 0});
        assertUnusable("holds no labels", () -> LabeledImages.of(List.of(folder)));
    }

    @Test
    void namesTheFileThatIsNoImage() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("3")).resolve("bad.png"), "text");
        try (Model model = load("digit_classifier")) {
            assertUnusable(
                    "bad.png: expected a PNG or a JPEG",
                    () -> Evaluator.evaluate(model, LabeledImages.of(List.of(folder)), done -> {}));
        }
    }

    @Test
    void saysThatAnIdxFileIsTruncated() throws IOException {
        Path images = unzip("t10k-images-idx3-ubyte");
        unzip("t10k-labels-idx1-ubyte");
        Files.write(images, Arrays.copyOf(Files.readAllBytes(images), 1_000_000));
        try (Model model = load("digit_classifier")) {
            assertUnusable(
                    "truncated: it promises 10000",
                    () -> Evaluator.evaluate(model, LabeledImages.of(List.of(folder)), done -> {}));
        }
    }

    @Test
    void saysWhatAFolderLacks() {
        assertUnusable("neither a folder of images", () -> LabeledImages.of(List.of(folder)));
        assertUnusable("does not exist", () -> LabeledImages.of(List.of(folder.resolve("x"))));
    }

    @ParameterizedTest
    @CsvSource({
        "0.75, 0.5, EQUAL",
        "0.75, 0.5000001, EQUAL",
        "0.75, 0.6, WORSE",
        "0.74, 0.1, WORSE",
        "0.76, 0.9, NOT_WORSE",
        "0.75, 0.4, NOT_WORSE"
    })
    void comparesWithTheCard(double accuracy, double logLoss, Verdict verdict) {
        List<List<Integer>> matrix = List.of(List.of(2, 1), List.of(0, 1));
        var recorded = new RecordedEvaluation("test", 4, 0.75, 0.5, matrix);

        assertThat(Verdict.of(accuracy, logLoss, matrix, recorded)).isEqualTo(verdict);
    }

    private static void assertUnusable(String message, ThrowingCallable call) {
        assertThatExceptionOfType(DataException.class).isThrownBy(call).withMessageContaining(message);
    }

    private Path unzip(String name) throws IOException {
        Path file = folder.resolve(name);
        try (var in = new GZIPInputStream(Files.newInputStream(MNIST.resolve(name + ".gz")))) {
            Files.copy(in, file);
        }
        return file;
    }

    private static Model load(String name) {
        Map<String, byte[]> files = new PackedProject(EvaluatorTest.class.getClassLoader(), "dvc")
                .read("models.dvc").files().stream().collect(Collectors.toMap(TrackedFile::path, TrackedFile::content));
        return Model.load(
                new ModelId(name, "test", "0".repeat(32)),
                files.get(name + ".onnx"),
                ModelCardReader.read(name + ".yaml", files.get(name + ".yaml")));
    }
}
