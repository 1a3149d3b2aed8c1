package dev.etiqueta.command;

import dev.etiqueta.evaluation.EvaluationReport;
import dev.etiqueta.evaluation.EvaluationReport.Verdict;
import dev.etiqueta.evaluation.Evaluator;
import dev.etiqueta.evaluation.LabeledImages;
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
        description = "Evaluates a model on labelled images, and compares the result with its card's.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the result is the card's, or no worse",
            "1:the result is worse than the card's",
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

    @Option(names = "--json", paramLabel = "FILE", description = "write the report there, with each image's prediction")
    private @Nullable Path json;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        LabeledImages images = LabeledImages.of(data);
        return options.withModel(model -> {
            EvaluationReport report;
            try (ProgressBar progress = new ProgressBar(images.size())) {
                report = Evaluator.evaluate(model, images, progress::show);
            }
            PrintWriter out = spec.commandLine().getOut();
            new ReportPrinter(out).print(report);
            if (json != null) {
                write(report, json);
            }
            return report.verdict() == Verdict.WORSE ? 1 : 0;
        });
    }

    private static void write(EvaluationReport report, Path file) {
        try {
            JsonMapper.builder()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .build()
                    .writeValue(file, report);
        } catch (JacksonException e) {
            throw new CommandException("%s cannot be written: %s".formatted(file, e.getOriginalMessage()));
        }
    }
}
