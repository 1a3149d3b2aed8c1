package dev.etiqueta.deployment;

import dev.etiqueta.dvc.ObjectCache;
import dev.etiqueta.dvc.ReadSettings;
import dev.etiqueta.dvc.RemoteOverrides;
import dev.etiqueta.git.AllowedSigners;
import dev.etiqueta.git.Credentials;
import dev.etiqueta.git.GitRepository;
import dev.etiqueta.git.GitSettings;
import java.nio.file.Path;
import org.springframework.boot.context.properties.bind.Binder;

/** Makes a repository of the configuration, for the service and for the commands alike. */
public final class RepositoryFactory {

    private final RepositoryProperties repository;
    private final RemoteProperties remote;
    private final CacheProperties cache;
    private final DeploymentProperties deployment;
    private final SignatureProperties signature;

    RepositoryFactory(
            RepositoryProperties repository,
            RemoteProperties remote,
            CacheProperties cache,
            DeploymentProperties deployment,
            SignatureProperties signature) {
        this.repository = repository;
        this.remote = remote;
        this.cache = cache;
        this.deployment = deployment;
        this.signature = signature;
    }

    /**
     * Reads the configuration.
     *
     * @throws org.springframework.boot.context.properties.bind.BindException if something in it makes no sense
     */
    public static RepositoryFactory of(Binder binder) {
        return new RepositoryFactory(
                binder.bindOrCreate(RepositoryProperties.PREFIX, RepositoryProperties.class),
                binder.bindOrCreate(RemoteProperties.PREFIX, RemoteProperties.class),
                binder.bindOrCreate(CacheProperties.PREFIX, CacheProperties.class),
                binder.bindOrCreate(DeploymentProperties.PREFIX, DeploymentProperties.class),
                binder.bindOrCreate(SignatureProperties.PREFIX, SignatureProperties.class));
    }

    /** The repository that is configured, else the working directory or the jar. Connects to nothing yet. */
    public ModelRepository open() {
        LeftBehind.sweep(Path.of(System.getProperty("java.io.tmpdir")));
        Path folder = CacheFolder.of(cache.dir(), System.getenv(), System.getProperty("user.home"));
        ObjectCache objects = new ObjectCache(folder, cache.maxSize().toBytes());
        objects.sweep();
        ReadSettings settings = new ReadSettings(
                new RemoteOverrides(
                        remote.name(),
                        remote.url(),
                        remote.options(),
                        remote.egress(),
                        remote.allowExternalCredentials()),
                remote.timeout(),
                deployment.timeout(),
                objects);
        SignedModels signed = new SignedModels(signature.signers());
        signed.requireUsable();
        String url = repository.url();
        if (url == null) {
            return new LocalModels(repository.path(), settings, signed);
        }
        Path fetched = folder.resolve("git");
        return new GitModels(
                GitRepository.open(new GitSettings(
                        url,
                        credentials(),
                        fetched,
                        repository.timeout(),
                        new AllowedSigners(repository.allowedSigners(), repository.allowedPgpKeys()),
                        remote.egress()::allowsRedirect)),
                repository.revision(),
                repository.path() == null ? GitModels.DEFAULT_PATH : repository.path(),
                settings,
                signed);
    }

    private Credentials credentials() {
        return new Credentials(
                repository.username(),
                repository.password(),
                repository.token(),
                repository.privateKey(),
                repository.passphrase(),
                repository.knownHosts());
    }
}
