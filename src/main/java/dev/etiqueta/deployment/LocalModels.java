package dev.etiqueta.deployment;

import dev.etiqueta.dvc.DvcProject;
import dev.etiqueta.dvc.PackedProject;
import dev.etiqueta.dvc.ReadSettings;
import dev.etiqueta.dvc.TrackedFiles;
import dev.etiqueta.model.Signers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a working tree tracks, or what was packed into the jar.
 *
 * @param path the .dvc file or the output; null for models.dvc of the working directory, else of the jar
 * @param signed lets only signed models through
 */
record LocalModels(@Nullable String path, ReadSettings settings, SignedModels signed) implements ModelRepository {

    private static final Logger log = LoggerFactory.getLogger(LocalModels.class);
    private static final String PACKED = "dvc";

    @Override
    public Release fetch(@Nullable String revision) {
        if (revision != null) {
            throw new DeploymentException(
                    "there is no repository to find '%s' in: the models are those of %s"
                            .formatted(revision, isPacked() ? "the jar" : "the working directory"),
                    "Set etiqueta.repository.url.");
        }
        SignedModels.Passed passed = signed.check(tracked());
        TrackedFiles files = passed.files();
        Signers signers = new Signers(null, passed.signer());
        Revision found = new Revision(null, null, files.digest().hex(), signers);
        DeploymentLog.with(log.atInfo(), found)
                .log("Found md5 {} in {}", found.digest(), isPacked() ? "the jar" : "the working directory");
        return new Release(found, files);
    }

    private TrackedFiles tracked() {
        return isPacked()
                ? new PackedProject(LocalModels.class.getClassLoader(), PACKED).read(GitModels.DEFAULT_PATH)
                : DvcProject.around(Path.of(path == null ? GitModels.DEFAULT_PATH : path))
                        .read(settings);
    }

    @Override
    public Optional<Release> fetchOther(@Nullable String revision, Revision serving) {
        return Optional.of(fetch(revision));
    }

    @Override
    public Release fetchAtStart() {
        return fetch(null);
    }

    private boolean isPacked() {
        return path == null && Files.notExists(Path.of(GitModels.DEFAULT_PATH));
    }

    @Override
    public void close() {
        if (settings.cache() != null) {
            settings.cache().close();
        }
    }
}
