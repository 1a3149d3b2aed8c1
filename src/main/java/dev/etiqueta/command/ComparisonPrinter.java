package dev.etiqueta.command;

import dev.etiqueta.evaluation.Comparison;
import dev.etiqueta.evaluation.Comparison.Answer;
import dev.etiqueta.evaluation.Comparison.Difference;
import dev.etiqueta.evaluation.EvaluationReport;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Prints a comparison of two models for people. */
final class ComparisonPrinter {

    private static final int MAX_DIFFERENCES = 20;

    /** Below it four digits show nothing. */
    private static final double SMALL_P_VALUE = 0.0001;

    private final PrintWriter out;

    ComparisonPrinter(PrintWriter out) {
        this.out = out;
    }

    void print(Comparison comparison) {
        printModel("first ", comparison.subject());
        printModel("second", comparison.against());
        line("");
        printTable(comparison);
        line("");
        printVerdict(comparison);
        line("");
        printDifferences(comparison.differences());
        out.flush();
    }

    private void printModel(String which, EvaluationReport report) {
        line(
                "%s  %s, version %s: accuracy %.4f on %d images",
                which, report.model().name(), report.model().version(), report.accuracy(), report.size());
    }

    private void printTable(Comparison comparison) {
        line("              second right  second wrong");
        line("first right   %12d  %12d", comparison.bothRight(), comparison.onlySubjectRight());
        line("first wrong   %12d  %12d", comparison.onlyAgainstRight(), comparison.bothWrong());
    }

    private void printVerdict(Comparison comparison) {
        String sentence =
                switch (comparison.verdict()) {
                    case BETTER -> "The first is better than the second: chance hardly explains it";
                    case WORSE -> "The first is worse than the second: chance hardly explains it";
                    case NO_DIFFERENCE -> "Neither is better than the other: chance may explain what there is";
                };
        double pValue = comparison.pValue();
        String p = pValue < SMALL_P_VALUE ? "p < 0.0001" : String.format(Locale.ROOT, "p = %.4f", pValue);
        line("%s (%s, McNemar's exact test).", sentence, p);
    }

    private void printDifferences(List<Difference> differences) {
        if (differences.isEmpty()) {
            line("They agree on every image.");
            return;
        }
        List<Difference> shown = differences.subList(0, Math.min(MAX_DIFFERENCES, differences.size()));
        int image = width(shown, "image", Difference::image);
        int expected = width(shown, "true label", Difference::expected);
        int first = width(shown, "first", difference -> answer(difference.subject()));
        String format = "%-" + image + "s  %-" + expected + "s  %-" + first + "s  %s";
        line("They disagree on %d:", differences.size());
        line(format, "image", "true label", "first", "second");
        shown.forEach(difference -> line(
                format,
                difference.image(),
                difference.expected(),
                answer(difference.subject()),
                answer(difference.against())));
        if (shown.size() < differences.size()) {
            line("and %d more; --json has them all", differences.size() - shown.size());
        }
    }

    private static int width(List<Difference> differences, String header, Function<Difference, String> column) {
        return differences.stream().map(column).mapToInt(String::length).reduce(header.length(), Math::max);
    }

    private static String answer(Answer answer) {
        return String.format(Locale.ROOT, "%s (%.4f)", answer.label(), answer.probability());
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of the jar
    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
