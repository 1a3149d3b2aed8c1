package dev.etiqueta.deployment;

import dev.etiqueta.model.FailedModel;
import dev.etiqueta.model.Model;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The models of a release in memory, ready to serve.
 *
 * @param models by their names, at least one
 * @param failed those that cannot be served, where that is no reason to refuse the others
 */
record LoadedModels(Map<String, Model> models, List<FailedModel> failed) implements AutoCloseable {

    LoadedModels {
        models = new TreeMap<>(models);
        failed = List.copyOf(failed);
    }

    @Override
    public void close() {
        models.values().forEach(Model::close);
    }
}
