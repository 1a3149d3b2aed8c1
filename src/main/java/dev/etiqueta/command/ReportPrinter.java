package dev.etiqueta.command;

import dev.etiqueta.evaluation.EvaluationReport;
import dev.etiqueta.evaluation.EvaluationReport.ClassReport;
import dev.etiqueta.model.RecordedEvaluation;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Prints an evaluation for people. */
final class ReportPrinter {

    private final PrintWriter out;

    ReportPrinter(PrintWriter out) {
        this.out = out;
    }

    void print(EvaluationReport report) {
        line(
                "%s, version %s, on %d images (%.0f a second)",
                report.model().name(), report.model().version(), report.size(), report.imagesPerSecond());
        line("");
        line("accuracy  %.4f", report.accuracy());
        line("log loss  %.6f", report.logLoss());
        line("");
        printClasses(report.classes());
        line("");
        printMatrix(report);
        line("");
        printVerdict(report);
        out.flush();
    }

    private void printClasses(List<ClassReport> classes) {
        int width = width(classes);
        line("%-" + width + "s  precision  recall  images", "label");
        for (ClassReport label : classes) {
            line(
                    "%-" + width + "s     %.4f  %.4f  %6d",
                    label.label(),
                    label.precision(),
                    label.recall(),
                    label.support());
        }
    }

    private void printMatrix(EvaluationReport report) {
        int width = Math.max(width(report.classes()), 6);
        line("true \\ predicted");
        StringBuilder header = new StringBuilder(" ".repeat(width));
        report.classes().forEach(label -> header.append(pad(label.label(), width)));
        line("%s", header);
        for (int i = 0; i < report.classes().size(); i++) {
            StringBuilder row = new StringBuilder();
            String label = report.classes().get(i).label();
            row.append(label).append(" ".repeat(width - label.length()));
            report.confusionMatrix().get(i).forEach(count -> row.append(pad(count.toString(), width)));
            line("%s", row);
        }
    }

    private void printVerdict(EvaluationReport report) {
        RecordedEvaluation recorded = report.recorded();
        if (recorded == null) {
            line("The model card records no evaluation to compare with.");
            return;
        }
        String sentence =
                switch (report.verdict()) {
                    case EQUAL -> "This is what the model card records";
                    case NOT_WORSE -> "This is not what the model card records, and no worse";
                    case WORSE -> "This is worse than what the model card records";
                    case NOTHING_RECORDED -> "";
                };
        line(
                "%s: accuracy %.4f and log loss %.6f on %d images (%s).",
                sentence, recorded.accuracy(), recorded.logLoss(), recorded.size(), recorded.dataset());
    }

    private static int width(List<ClassReport> classes) {
        return classes.stream().mapToInt(label -> label.label().length()).max().orElse(0) + 1;
    }

    private static String pad(String text, int width) {
        return " ".repeat(Math.max(0, width + 1 - text.length())) + text;
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of the jar
    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
