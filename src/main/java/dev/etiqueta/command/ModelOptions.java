package dev.etiqueta.command;

import dev.etiqueta.deployment.ModelLoader;
import dev.etiqueta.deployment.ModelRepository;
import dev.etiqueta.model.Model;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model a command is about. */
final class ModelOptions {

    @Option(names = "--model", paramLabel = "NAME", description = "the model; without it, the first by name")
    private @Nullable String name;

    @Option(
            names = "--path",
            paramLabel = "FILE",
            description = {
                "the .dvc file that tracks the models; without it, models.dvc of the working directory, else of the jar"
            })
    private @Nullable String path;

    /** Loads the models, does something with the one that is meant, and closes them. */
    int withModel(ToIntFunction<Model> work) {
        Map<String, Model> models = new ModelLoader(new ModelRepository(path)).load();
        try {
            String wanted = name == null ? models.keySet().iterator().next() : name;
            Model model = models.get(wanted);
            if (model == null) {
                throw new CommandException(
                        "there is no model '%s'; there are %s".formatted(wanted, String.join(", ", models.keySet())));
            }
            return work.applyAsInt(model);
        } finally {
            models.values().forEach(Model::close);
        }
    }
}
