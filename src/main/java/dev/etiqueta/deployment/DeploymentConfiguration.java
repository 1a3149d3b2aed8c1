package dev.etiqueta.deployment;

import dev.etiqueta.model.ModelLoadException;
import dev.etiqueta.model.ModelObserver;
import dev.etiqueta.model.ModelService;
import dev.etiqueta.model.PredictionObserver;
import dev.etiqueta.model.UnknownModelException;
import dev.etiqueta.proof.ProofProcess;
import dev.etiqueta.security.Audit;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.util.unit.DataSize;

/** Loads the models before the web server opens its port, so that whoever can connect gets answers. */
@Configuration(proxyBeanMethods = false)
class DeploymentConfiguration {

    @Bean
    ModelRepository modelRepository(
            RepositoryProperties repository,
            RemoteProperties remote,
            CacheProperties cache,
            DeploymentProperties deployment,
            SignatureProperties signature) {
        return new RepositoryFactory(repository, remote, cache, deployment, signature).open();
    }

    /** The start is a deployment, too, and has its time. */
    @Bean
    Attempt start(DeploymentProperties properties) {
        return new Attempt(properties.timeout());
    }

    /** What serves first. */
    @Bean
    Release release(ModelRepository repository, Attempt start) {
        return start.call(repository::fetchAtStart, Release::close);
    }

    /** There is nothing to protect yet, so that the models prove themselves where they will be asked. */
    @Bean
    ModelService modelService(
            Release release,
            Attempt start,
            ModelProperties properties,
            DeploymentProperties deployment,
            List<ModelObserver> observers,
            List<PredictionObserver> predictionObservers,
            ObjectProvider<DeploymentObserver> loads) {
        ModelLoader loader = new ModelLoader(loads.orderedStream().toList(), deployment.onFailure(), null);
        LoadedModels loaded = start.call(() -> loader.load(release, start.deadline()), LoadedModels::close);
        try {
            return new ModelService(
                    loaded.models().values(),
                    loaded.failed(),
                    properties.defaultModel(),
                    observers,
                    predictionObservers);
        } catch (UnknownModelException e) {
            loaded.close();
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
            DeploymentProperties properties,
            ObjectProvider<DeploymentObserver> observers) {
        List<DeploymentObserver> all = observers.orderedStream().toList();
        return new Deployer(
                repository,
                release,
                models,
                new ModelLoader(all, properties.onFailure(), proof(properties.proof())),
                properties.timeout(),
                all,
                Clock.systemUTC());
    }

    private static @Nullable ProofProcess proof(DeploymentProperties.Proof proof) {
        DataSize maxMemory = proof.maxMemory();
        return proof.enabled() ? new ProofProcess(maxMemory == null ? null : maxMemory.toBytes()) : null;
    }

    @Bean
    DeploymentEndpoint deploymentEndpoint(Deployer deployer, Audit audit) {
        return new DeploymentEndpoint(deployer, audit);
    }

    @Bean
    RevisionPoller revisionPoller(
            ModelRepository repository,
            Deployer deployer,
            DeploymentProperties properties,
            Audit audit,
            ObjectProvider<DeploymentObserver> observers) {
        return new RevisionPoller(
                repository,
                deployer,
                properties.pollInterval(),
                audit,
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
