package dev.etiqueta.command;

import dev.etiqueta.evaluation.Comparison;
import dev.etiqueta.evaluation.EvaluationReport;
import dev.etiqueta.evaluation.Evaluator;
import dev.etiqueta.evaluation.LabeledImages;
import dev.etiqueta.model.Model;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Evaluates a model on labelled images, and compares the result with the one that its card records. */
@Command(
        name = "evaluate",
        description = {
            "Evaluates a model on labelled images, and compares the result with its card's, or with that of another"
                    + " revision."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the result is no worse than the card's or, with --against, than the other revision's",
            "1:the result is worse",
            "2:a model or the images cannot be used"
        })
final class EvaluateCommand implements Callable<Integer> {

    @Mixin
    private ModelOptions options = new ModelOptions();

    @Option(
            names = "--data",
            required = true,
            arity = "1..2",
            paramLabel = "PATH",
            description = {
                "a folder with a folder of images for each label; or a pair of IDX files, plain or gzipped: their"
                        + " folder, one of them, or both"
            })
    private List<Path> data = List.of();

    @Option(
            names = "--against",
            paramLabel = "REVISION",
            description = {
                "compare with this revision by McNemar's test, and list the images on which the two differ; worse then"
                        + " means with p < 0.05"
            })
    private @Nullable String against;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "write the report or the comparison there, with each image's prediction")
    private @Nullable Path json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        LabeledImages images = LabeledImages.of(data);
        EvaluationReport report = options.withModel(model -> evaluate(model, images));
        if (against != null) {
            return compare(
                    report, options.withModelOf(against, report.model().name(), model -> evaluate(model, images)));
        }
        new ReportPrinter(out()).print(report);
        write(report);
        return report.verdict() == EvaluationReport.Verdict.WORSE ? 1 : 0;
    }

    private int compare(EvaluationReport report, EvaluationReport other) {
        Comparison comparison = Comparison.of(report, other);
        new ComparisonPrinter(out()).print(comparison);
        write(comparison);
        return comparison.verdict() == Comparison.Verdict.WORSE ? 1 : 0;
    }

    private static EvaluationReport evaluate(Model model, LabeledImages images) {
        try (ProgressBar progress = new ProgressBar(images.size())) {
            return Evaluator.evaluate(model, images, progress::show);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void write(Object report) {
        if (json == null) {
            return;
        }
        try {
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValue(json, report);
        } catch (JacksonException e) {
            throw new CommandException("%s cannot be written: %s".formatted(json, e.getOriginalMessage()));
        }
    }
}
