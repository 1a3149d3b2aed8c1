package dev.etiqueta.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.etiqueta.evaluation.Comparison.Answer;
import dev.etiqueta.evaluation.Comparison.Difference;
import dev.etiqueta.evaluation.Comparison.Verdict;
import dev.etiqueta.evaluation.EvaluationReport.ClassReport;
import dev.etiqueta.evaluation.EvaluationReport.PredictedImage;
import dev.etiqueta.model.ModelId;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ComparisonTest {

    private static final List<String> ANIMALS = List.of("cat", "dog", "owl");

    @Test
    void countsWhichOfTheTwoIsRight() {
        EvaluationReport subject = report(
                ANIMALS,
                image("0", "cat", "cat", 0.9),
                image("1", "cat", "cat", 0.8),
                image("2", "dog", "cat", 0.7),
                image("3", "owl", "cat", 0.6),
                image("4", "owl", "cat", 0.5),
                image("5", "dog", "dog", 0.4));
        EvaluationReport against = report(
                ANIMALS,
                image("0", "cat", "cat", 0.1),
                image("1", "cat", "owl", 0.2),
                image("2", "dog", "dog", 0.3),
                image("3", "owl", "cat", 0.4),
                image("4", "owl", "dog", 0.5),
                image("5", "dog", "cat", 0.6));

        Comparison comparison = Comparison.of(subject, against);

        assertThat(comparison.subject()).isSameAs(subject);
        assertThat(comparison.against()).isSameAs(against);
        assertThat(comparison.bothRight()).isEqualTo(1);
        assertThat(comparison.onlySubjectRight()).isEqualTo(2);
        assertThat(comparison.onlyAgainstRight()).isEqualTo(1);
        assertThat(comparison.bothWrong()).isEqualTo(2);
        assertThat(comparison.pValue()).isEqualTo(1);
        assertThat(comparison.verdict()).isEqualTo(Verdict.NO_DIFFERENCE);
        assertThat(comparison.differences())
                .containsExactly(
                        new Difference("1", "cat", new Answer("cat", 0.8), new Answer("owl", 0.2)),
                        new Difference("2", "dog", new Answer("cat", 0.7), new Answer("dog", 0.3)),
                        new Difference("4", "owl", new Answer("cat", 0.5), new Answer("dog", 0.5)),
                        new Difference("5", "dog", new Answer("dog", 0.4), new Answer("cat", 0.6)));
    }

    @Test
    void comparesModelsWhoseLabelsHaveOtherNames() {
        EvaluationReport subject = report(
                List.of("bird", "no bird"),
                image("0", "bird", "bird", 0.9),
                image("1", "no bird", "bird", 0.8),
                image("2", "no bird", "no bird", 0.7));
        EvaluationReport against = report(
                ANIMALS, image("0", "owl", "owl", 0.9), image("1", "cat", "cat", 0.8), image("2", "dog", "dog", 0.7));

        Comparison comparison = Comparison.of(subject, against);

        assertThat(comparison.bothRight()).isEqualTo(2);
        assertThat(comparison.differences())
                .containsExactly(new Difference("1", "no bird", new Answer("bird", 0.8), new Answer("cat", 0.8)));
    }

    @ParameterizedTest
    @CsvSource({
        "6, 0, BETTER",
        "0, 6, WORSE",
        "5, 0, NO_DIFFERENCE",
        "0, 5, NO_DIFFERENCE",
        "30, 11, BETTER",
        "11, 30, WORSE",
        "10, 3, NO_DIFFERENCE",
        "0, 0, NO_DIFFERENCE"
    })
    void takesForBetterWhatChanceHardlyExplains(int onlySubject, int onlyAgainst, Verdict verdict) {
        Comparison comparison =
                Comparison.of(rightOnFirst(onlySubject, onlyAgainst), rightOnLast(onlySubject, onlyAgainst));

        assertThat(comparison.verdict()).isEqualTo(verdict);
        assertThat(comparison.differences()).hasSize(onlySubject + onlyAgainst);
    }

    @Test
    void refusesEvaluationsOfOtherImages() {
        EvaluationReport report = report(ANIMALS, image("0", "cat", "cat", 1));

        assertRefused(report, report(ANIMALS), "found 1 and 0 images");
        assertRefused(report, report(ANIMALS, image("x", "cat", "cat", 1)), "found '0' and 'x' as image 0");
        assertRefused(report, report(ANIMALS, image("0", "dog", "dog", 1)), "found image '0' as 'cat' and 'dog'");
    }

    @Test
    void isWrittenAsJson() {
        JsonNode json = new JsonMapper().valueToTree(Comparison.of(rightOnFirst(6, 0), rightOnLast(6, 0)));

        assertThat(json.propertyNames())
                .containsExactlyInAnyOrder(
                        "subject",
                        "against",
                        "bothRight",
                        "onlySubjectRight",
                        "onlyAgainstRight",
                        "bothWrong",
                        "pValue",
                        "verdict",
                        "differences");
        assertThat(json.path("pValue").asDouble()).isCloseTo(0.03125, within(1e-12));
        assertThat(json.path("verdict").asString()).isEqualTo("BETTER");
        assertThat(json.path("subject").path("model").path("name").asString()).isEqualTo("animals");
        assertThat(json.path("differences").path(5).toString()).isEqualTo("""
                        {"image":"5","expected":"cat","subject":{"label":"cat","probability":1.0},\
                        "against":{"label":"dog","probability":1.0}}""");
    }

    private static void assertRefused(EvaluationReport subject, EvaluationReport against, String found) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> Comparison.of(subject, against))
                .withMessage("only evaluations of the same images can be compared, " + found);
    }

    private static EvaluationReport rightOnFirst(int first, int last) {
        return report(ANIMALS, images(first, last, "cat", "dog"));
    }

    private static EvaluationReport rightOnLast(int first, int last) {
        return report(ANIMALS, images(first, last, "dog", "cat"));
    }

    private static PredictedImage[] images(int first, int last, String labelOfFirst, String labelOfLast) {
        return IntStream.range(0, first + last)
                .mapToObj(i -> image(String.valueOf(i), "cat", i < first ? labelOfFirst : labelOfLast, 1))
                .toArray(PredictedImage[]::new);
    }

    private static PredictedImage image(String name, String expected, String label, double probability) {
        return new PredictedImage(name, expected, label, probability, List.of());
    }

    private static EvaluationReport report(List<String> labels, PredictedImage... images) {
        return new EvaluationReport(
                new ModelId("animals", "v1", "0".repeat(32)),
                images.length,
                0.5,
                0.5,
                labels.stream()
                        .map(label -> new ClassReport(label, 0.5, 0.5, 1))
                        .toList(),
                List.of(),
                1,
                null,
                EvaluationReport.Verdict.NOTHING_RECORDED,
                Stream.of(images).toList());
    }
}
