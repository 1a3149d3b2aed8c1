package dev.etiqueta.deployment;

import dev.etiqueta.model.Model;
import dev.etiqueta.model.ModelLoadException;
import dev.etiqueta.model.ModelObserver;
import dev.etiqueta.model.ModelService;
import dev.etiqueta.model.UnknownModelException;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Loads the models before the web server opens its port, so that whoever can connect gets answers. */
@Configuration(proxyBeanMethods = false)
class DeploymentConfiguration {

    @Bean
    ModelService modelService(
            RepositoryProperties repository, ModelProperties properties, List<ModelObserver> observers) {
        var models = new ModelLoader(new ModelRepository(repository.path())).load();
        try {
            return new ModelService(models.values(), properties.defaultModel(), observers);
        } catch (UnknownModelException e) {
            models.values().forEach(Model::close);
            throw new ModelLoadException(
                    "etiqueta.default-model: " + e.getMessage(), "Name one of them, or leave the property out.", e);
        }
    }
}
