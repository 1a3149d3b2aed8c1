package dev.etiqueta.dvc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** A DVC project in a folder: a working tree with {@code .dvc/config}. */
public final class DvcProject {

    private static final Pattern URL = Pattern.compile("\\w+://.*");

    private DvcProject() {}

    /**
     * Reads what a {@code .dvc} file of a working tree tracks, from the remote that the project's configuration names.
     *
     * @throws DvcException if there is no such file, no project around it, or its objects cannot be had
     */
    public static TrackedFiles read(Path dvcFile) {
        TrackedOutput output = DvcFile.read(dvcFile.toString(), bytes(dvcFile, "Check the path, or run `dvc add`."));
        Path config = config(dvcFile);
        return new DvcReader(new FolderStore(remoteFolder(config, output))).read(output);
    }

    /** The configuration of the nearest project: of the file's folder or one above it. */
    private static Path config(Path dvcFile) {
        for (Path folder = dvcFile.toAbsolutePath().normalize().getParent();
                folder != null;
                folder = folder.getParent()) {
            Path config = folder.resolve(".dvc").resolve("config");
            if (Files.isRegularFile(config)) {
                return config;
            }
        }
        throw new DvcException(
                "%s lies in no DVC project: no folder above it has a .dvc/config".formatted(dvcFile),
                "Run `dvc init` and `dvc remote add --default`, or check the path.");
    }

    private static Path remoteFolder(Path configFile, TrackedOutput output) {
        DvcConfig config =
                DvcConfig.parse(new String(bytes(configFile, "Check its permissions."), StandardCharsets.UTF_8));
        String remote = output.remote() != null
                ? output.remote()
                : config.defaultRemote().orElse(null);
        if (remote == null) {
            throw new DvcException(
                    "%s names no default remote".formatted(configFile),
                    "Run `dvc remote add --default NAME URL` and commit .dvc/config.");
        }
        String url = config.remoteUrl(remote)
                .orElseThrow(() -> new DvcException(
                        "%s has no url for the remote '%s'".formatted(configFile, remote),
                        "Run `dvc remote add %s URL` and commit .dvc/config.".formatted(remote)));
        if (URL.matcher(url).matches()) {
            throw new DvcException(
                    "the remote '%s' is %s; only folders can be read so far".formatted(remote, url),
                    "Run `dvc pull`, then `dvc remote add --default` a folder, and `dvc push` to it.");
        }
        // normalize keeps the address short in messages: ../store below .dvc is the project's store.
        return configFile.resolveSibling(url).normalize();
    }

    private static byte[] bytes(Path file, String action) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new DvcException("%s does not exist".formatted(file), action, e);
        } catch (IOException e) {
            throw new DvcException("%s cannot be read: %s".formatted(file, e), action, e);
        }
    }
}
