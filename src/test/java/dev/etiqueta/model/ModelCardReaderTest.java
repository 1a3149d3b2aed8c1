package dev.etiqueta.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.etiqueta.image.ColorMode;
import dev.etiqueta.image.ImageContract;
import dev.etiqueta.image.SizePolicy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelCardReaderTest {

    private static final String LEAST = "description: d\nlabels: [no 3, '3']\nactivation: sigmoid\n";

    @Test
    void readsAWholeCard() {
        ModelCard card = read(LEAST + """
                threshold: 0.25
                image: {width: 28, height: 14, mode: grayscale, size: resize}
                evaluation:
                  dataset: test
                  size: 4
                  accuracy: 0.75
                  log_loss: 0.5
                  confusion_matrix: [[2, 1], [0, 1]]
                reference:
                  score_histogram: [3, 1]
                  mean_histogram: [4, 0]
                  deviation_histogram: [2, 2]
                  ink_histogram: [1, 3]
                golden:
                - {label: '3', input: AAH/, output: [1.5]}
                """);

        assertThat(card.labels()).containsExactly("no 3", "3");
        assertThat(card.threshold()).isEqualTo(0.25);
        assertThat(card.image()).isEqualTo(new ImageContract(28, 14, ColorMode.GRAYSCALE, SizePolicy.RESIZE));
        assertThat(card.evaluation())
                .isEqualTo(new RecordedEvaluation("test", 4, 0.75, 0.5, List.of(List.of(2, 1), List.of(0, 1))));
        assertThat(card.reference())
                .isEqualTo(new Reference(List.of(3, 1), List.of(4, 0), List.of(2, 2), List.of(1, 3)));
        assertThat(card.golden().getFirst().input()).containsExactly(0, 1, 255);
        assertThat(card.golden().getFirst().output()).containsExactly(1.5f);
    }

    @Test
    void needsLabelsAndAnActivationOnly() {
        ModelCard card = read(LEAST);

        assertThat(card.threshold()).isEqualTo(0.5);
        assertThat(card.image()).isNull();
        assertThat(card.golden()).isEmpty();
    }

    @Test
    void needsNoHistogramsOfTheInput() {
        assertThat(read(LEAST + "reference: {score_histogram: [3, 1]}\n").reference())
                .isEqualTo(new Reference(List.of(3, 1), null, null, null));
    }

    @Test
    void takesLabelsThatYamlReadsAsNumbersAsTheyAreWritten() {
        assertThat(read("description: d\nlabels: [0, 1, 2]\nactivation: softmax\n")
                        .labels())
                .containsExactly("0", "1", "2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "thresold: 0.5 | unknown key 'thresold'",
                "threshold: 1.5 | between 0 and 1",
                "image: {width: 0, height: 1, mode: rgb, size: refuse} | width and a height of at least 1",
                "image: {width: 1, height: 1, mode: cmyk, size: refuse} | cmyk",
                "image: {width: 1, height: 1, mode: rgb} | size",
                "evaluation: {dataset: d, size: 3, accuracy: 1, log_loss: 0, confusion_matrix: [[1, 0], [0, 1]]} | counts 2",
                "evaluation: {dataset: d, size: 1, accuracy: 1, log_loss: 0, confusion_matrix: [[1]]} | a row and a column",
                "reference: {mean_histogram: [1]} | no 'reference.score_histogram'",
                "reference: {score_histogram: [1], men_histogram: [1]} | unknown key 'men_histogram'",
                "reference: {score_histogram: []} | score_histogram has 1 to 100 buckets, found 0",
                "reference: {score_histogram: [1], ink_histogram: [0, 0]} | ink_histogram has counts of at least 0, and one above",
                "reference: {score_histogram: [1, -1]} | found [1, -1]",
                "golden: | a list or an entry of one is empty",
                "golden: [{label: 4, input: AA==, output: [1]}] | label '4'",
            })
    void refusesAMistakeAndNamesIt(String line, String message) {
        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> read(LEAST + line + "\n"))
                .withMessageContaining("m.yaml is not a model card")
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "labels: [a, b]\\nactivation: softmax | 'description'",
                "description: d\\nactivation: softmax | 'labels'",
                "description: d\\nlabels: [a, b] | 'activation'",
                "description: d\\nlabels: [a]\\nactivation: softmax | two labels or more",
                "description: d\\nlabels: [a, a]\\nactivation: softmax | twice",
                "description: d\\nlabels: [a, b, c]\\nactivation: sigmoid | two labels apart",
                "description: [ | m.yaml",
                "'' | m.yaml",
            })
    void refusesACardThatLacksSomething(String card, String message) {
        assertThatExceptionOfType(ModelLoadException.class)
                .isThrownBy(() -> read(card.replace("\\n", "\n")))
                .withMessageContaining(message);
    }

    private static ModelCard read(String card) {
        return ModelCardReader.read("m.yaml", card.getBytes(UTF_8));
    }
}
