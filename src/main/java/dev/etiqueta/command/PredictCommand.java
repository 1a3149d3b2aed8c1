package dev.etiqueta.command;

import dev.etiqueta.image.ImageDecoder;
import dev.etiqueta.image.ImageException;
import dev.etiqueta.model.Batch;
import dev.etiqueta.model.Model;
import dev.etiqueta.model.NoImageContractException;
import dev.etiqueta.model.Prediction;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Puts labels on image files. */
@Command(
        name = "predict",
        description = "Prints a label and its probability for each image, a line each.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:each image has its label",
            "1:an image has another label than --expect says",
            "2:a model or an image cannot be used; the others have their labels"
        })
final class PredictCommand implements Callable<Integer> {

    /** Whoever calls the command brings the files: the limit only keeps a mistake from taking all memory. */
    private static final long MAX_PIXELS = 100_000_000;

    private static final int UNEXPECTED = 1;

    @Mixin
    private ModelOptions options = new ModelOptions();

    @Option(
            names = "--service",
            paramLabel = "URL",
            description = {
                "ask the service that runs there, such as http://localhost:8080, and no model here; with the key in the"
                        + " environment variable ETIQUETA_KEY, where there is one"
            })
    private @Nullable URI service;

    @Option(names = "--expect", paramLabel = "LABEL", description = "fail unless each image has this label")
    private @Nullable String expected;

    @Option(names = "--json", description = "print a JSON object for each image, with the scores of all labels")
    private boolean json;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "PNG or JPEG images")
    private List<Path> files = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (service == null) {
            return options.withModel(model -> print(file -> predict(model, file)));
        }
        if (options.chooseModels()) {
            throw new CommandException("--service asks for what is served there: leave out where models come from");
        }
        try (RunningService running = new RunningService(service, options.name(), System.getenv("ETIQUETA_KEY"))) {
            return print(running);
        }
    }

    /** Gives the exit status. */
    private int print(Labeler labeler) {
        int status = 0;
        for (Path file : files) {
            try {
                Prediction.Label label = labeler.label(file);
                print(file, label);
                status = Math.max(status, compare(file, label));
            } catch (ImageException | IOException e) {
                String why = e instanceof NoSuchFileException ? "there is no such file" : e.getMessage();
                spec.commandLine().getErr().println("%s: %s".formatted(file, why));
                status = CommandLineInterface.UNUSABLE;
            }
        }
        spec.commandLine().getOut().flush();
        return status;
    }

    private int compare(Path file, Prediction.Label prediction) {
        if (expected == null || prediction.label().equals(expected)) {
            return 0;
        }
        spec.commandLine()
                .getErr()
                .println("%s: expected the label '%s', found '%s'".formatted(file, expected, prediction.label()));
        return UNEXPECTED;
    }

    private static Prediction.Label predict(Model model, Path file) throws IOException {
        try {
            Batch batch = model.newBatch();
            batch.addImage(new ImageDecoder(MAX_PIXELS).decode(Files.readAllBytes(file), model.imageContract()));
            return model.labels(model.outputs(batch)).getFirst();
        } catch (NoImageContractException e) {
            throw new CommandException(String.valueOf(e.getMessage()));
        }
    }

    private void print(Path file, Prediction.Label prediction) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new JsonMapper()
                    .writeValueAsString(new Line(
                            file.toString(), prediction.label(), prediction.probability(), prediction.scores())));
        } else {
            out.println("%s\t%s\t%s"
                    .formatted(prediction.label(), String.format(Locale.ROOT, "%.6f", prediction.probability()), file));
        }
    }

    private record Line(String file, String label, double probability, Map<String, Double> scores) {}
}
