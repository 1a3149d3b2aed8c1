package dev.etiqueta.command;

import dev.etiqueta.deployment.ModelRepository;
import dev.etiqueta.deployment.Release;
import dev.etiqueta.dvc.TrackedFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Fetches a revision, for an init container or an image build. */
@Command(
        name = "pull",
        description = {
            "Fetches the tracked files of a revision into the cache, and verifies them. A service that shares the cache"
                    + " then needs no remote to start."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:all files are there", "2:the revision or a file cannot be had"})
final class PullCommand implements Runnable {

    @Mixin
    private RepositoryOptions options = new RepositoryOptions();

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            description = "write the files there, too: a folder that is new, empty, or was pulled into before")
    private @Nullable Path output;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        try (ModelRepository repository = options.open(false);
                Release release = repository.fetch(null)) {
            PrintWriter out = spec.commandLine().getOut();
            for (TrackedFile file : release.files().files()) {
                // Read to the end, and so verified, whether it has just come or was in the cache.
                out.println("%s  %10d  %s".formatted(file.digest(), file.content().length, file.path()));
            }
            if (output != null) {
                release.files().writeTo(output);
            }
            out.println("%s%s".formatted(release.revision().version(), output == null ? "" : " is in " + output));
            out.flush();
        }
    }
}
