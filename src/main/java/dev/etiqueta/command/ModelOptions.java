package dev.etiqueta.command;

import dev.etiqueta.deployment.ModelLoader;
import dev.etiqueta.deployment.ModelRepository;
import dev.etiqueta.deployment.Release;
import dev.etiqueta.model.Model;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model a command is about. */
final class ModelOptions {

    @Option(names = "--model", paramLabel = "NAME", description = "the model; without it, the first by name")
    private @Nullable String name;

    @Mixin
    private RepositoryOptions repository = new RepositoryOptions();

    @Nullable
    String name() {
        return name;
    }

    /** Whether it is said where the models come from. */
    boolean chooseModels() {
        return repository.isGiven();
    }

    /** Loads the models, does something with the one that is meant, and closes them. */
    <T> T withModel(Function<Model, T> work) {
        try (ModelRepository models = repository.open(false)) {
            return withModel(models, null, name, work);
        }
    }

    /** Does something with the model of this name in another revision of the same repository. */
    <T> T withModelOf(String revision, String model, Function<Model, T> work) {
        try (ModelRepository models = repository.open(true)) {
            return withModel(models, revision, model, work);
        }
    }

    private static <T> T withModel(
            ModelRepository repository, @Nullable String revision, @Nullable String name, Function<Model, T> work) {
        try (Release release = repository.fetch(revision)) {
            Map<String, Model> models = ModelLoader.load(release);
            try {
                return work.apply(model(models, name));
            } finally {
                models.values().forEach(Model::close);
            }
        }
    }

    private static Model model(Map<String, Model> models, @Nullable String name) {
        String wanted = name == null ? models.keySet().iterator().next() : name;
        Model model = models.get(wanted);
        if (model == null) {
            throw new CommandException(
                    "there is no model '%s'; there are %s".formatted(wanted, String.join(", ", models.keySet())));
        }
        return model;
    }
}
