package dev.etiqueta.deployment;

import dev.etiqueta.model.Model;
import dev.etiqueta.model.ModelLoadException;
import dev.etiqueta.model.ModelObserver;
import dev.etiqueta.model.ModelService;
import dev.etiqueta.model.PredictionObserver;
import dev.etiqueta.model.UnknownModelException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;

/** Loads the models before the web server opens its port, so that whoever can connect gets answers. */
@Configuration(proxyBeanMethods = false)
class DeploymentConfiguration {

    @Bean
    ModelRepository modelRepository(
            RepositoryProperties repository,
            RemoteProperties remote,
            CacheProperties cache,
            DeploymentProperties deployment) {
        return new RepositoryFactory(repository, remote, cache, deployment).open();
    }

    /** What serves first. */
    @Bean
    Release release(ModelRepository repository) {
        return repository.fetchAtStart();
    }

    @Bean
    ModelService modelService(
            Release release,
            ModelProperties properties,
            List<ModelObserver> observers,
            List<PredictionObserver> predictionObservers,
            ObjectProvider<DeploymentObserver> loads) {
        Map<String, Model> models =
                ModelLoader.load(release, loads.orderedStream().toList());
        try {
            return new ModelService(models.values(), properties.defaultModel(), observers, predictionObservers);
        } catch (UnknownModelException e) {
            models.values().forEach(Model::close);
            throw new ModelLoadException(
                    "etiqueta.default-model: " + e.getMessage(), "Name one of them, or leave the property out.", e);
        }
    }

    @Bean
    DeploymentLog deploymentLog() {
        return new DeploymentLog();
    }

    @Bean
    Deployer deployer(
            ModelRepository repository,
            Release release,
            ModelService models,
            ObjectProvider<DeploymentObserver> observers) {
        return new Deployer(
                repository, release, models, observers.orderedStream().toList(), Clock.systemUTC());
    }

    @Bean
    DeploymentEndpoint deploymentEndpoint(Deployer deployer) {
        return new DeploymentEndpoint(deployer);
    }

    @Bean
    RevisionPoller revisionPoller(
            ModelRepository repository,
            Deployer deployer,
            DeploymentProperties properties,
            ObjectProvider<DeploymentObserver> observers) {
        return new RevisionPoller(
                repository,
                deployer,
                properties.pollInterval(),
                observers.orderedStream().toList());
    }

    /** From the first moment of the end on: what would serve then, nobody could ask. */
    @Bean
    ApplicationListener<ContextClosedEvent> endOfDeployments(Deployer deployer, ApplicationContext context) {
        return event -> {
            if (event.getApplicationContext().equals(context)) {
                deployer.drain();
            }
        };
    }

    /** Once the service is up: the first models are the start's business. */
    @Bean
    ApplicationListener<ApplicationReadyEvent> startOfPolling(RevisionPoller poller) {
        return event -> poller.start();
    }
}
