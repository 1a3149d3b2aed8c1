package dev.etiqueta.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.etiqueta.evaluation.Comparison;
import dev.etiqueta.evaluation.Comparison.Answer;
import dev.etiqueta.evaluation.Comparison.Difference;
import dev.etiqueta.evaluation.Comparison.Verdict;
import dev.etiqueta.evaluation.EvaluationReport;
import dev.etiqueta.model.ModelId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonPrinterTest {

    @Test
    void printsTheTableTheVerdictAndTheDifferences() {
        assertThat(print(comparison(
                        Verdict.BETTER,
                        0.03125,
                        List.of(
                                new Difference("a.png", "3", new Answer("3", 0.75), new Answer("no 3", 0.5)),
                                new Difference("long/b.png", "no 3", new Answer("no 3", 1), new Answer("3", 0.625))))))
                .isEqualTo("""
                        first   digits, version v2: accuracy 0.9500 on 100 images
                        second  digits, version v1: accuracy 0.9000 on 100 images

                                      second right  second wrong
                        first right             88             7
                        first wrong              2             3

                        The first is better than the second: chance hardly explains it (p = 0.0313, McNemar's exact test).

                        They disagree on 2:
                        image       true label  first          second
                        a.png       3           3 (0.7500)     no 3 (0.5000)
                        long/b.png  no 3        no 3 (1.0000)  3 (0.6250)
                        """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BETTER        | 0.00009999 | The first is better than the second: chance hardly explains it (p < 0.0001",
                "WORSE         | 0.0001     | The first is worse than the second: chance hardly explains it (p = 0.0001",
                "NO_DIFFERENCE | 1          | Neither is better than the other: chance may explain what there is (p = 1.0000"
            })
    void saysTheVerdictInAPlainSentence(Verdict verdict, double pValue, String sentence) {
        assertThat(print(comparison(verdict, pValue, List.of())))
                .contains(sentence)
                .endsWith("They agree on every image.\n");
    }

    @ParameterizedTest
    @CsvSource({"20, 0", "21, 1", "1000, 980"})
    void printsTwentyDifferencesAtMost(int differences, int more) {
        String printed = print(comparison(
                Verdict.NO_DIFFERENCE,
                1,
                IntStream.range(0, differences)
                        .mapToObj(i -> new Difference("#" + i, "a", new Answer("a", 1), new Answer("b", 1)))
                        .toList()));

        assertThat(printed).contains("They disagree on %d:".formatted(differences), "#19 ");
        assertThat(printed).doesNotContain("#20");
        assertThat(printed.contains("and %d more; --json has them all".formatted(more)))
                .isEqualTo(more > 0);
    }

    private static String print(Comparison comparison) {
        StringWriter printed = new StringWriter();
        new ComparisonPrinter(new PrintWriter(printed)).print(comparison);
        return printed.toString().replace(System.lineSeparator(), "\n");
    }

    private static Comparison comparison(Verdict verdict, double pValue, List<Difference> differences) {
        return new Comparison(report("v2", 0.95), report("v1", 0.9), 88, 7, 2, 3, pValue, verdict, differences);
    }

    private static EvaluationReport report(String version, double accuracy) {
        return new EvaluationReport(
                new ModelId("digits", version, "0".repeat(32)),
                100,
                accuracy,
                0.1,
                List.of(),
                List.of(),
                1,
                null,
                EvaluationReport.Verdict.NOTHING_RECORDED,
                List.of());
    }
}
