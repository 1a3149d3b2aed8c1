package dev.etiqueta.dvc;

import dev.etiqueta.remote.Remote;
import dev.etiqueta.remote.RemoteSettings;
import dev.etiqueta.remote.Remotes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the remote that holds an output: what the project says, and over it what the place of deployment says. */
final class RemoteFinder {

    private static final String OTHER_REMOTE = "remote://";

    private final ProjectFiles files;
    private final String root;
    private final DvcConfig config;

    /** @param root the project's folder among its files; empty for their root */
    RemoteFinder(ProjectFiles files, String root) {
        this.files = files;
        this.root = root;
        this.config =
                DvcConfig.load(files, root, DvcConfig.machineFiles(System.getenv(), System.getProperty("user.home")));
    }

    /**
     * Finds it.
     *
     * @throws DvcException if there is none, or it is a folder that is nowhere here
     */
    RemoteLocation find(TrackedOutput output, ReadSettings settings) {
        RemoteOverrides overrides = settings.remote();
        String name = name(output, overrides);
        Map<String, String> options = options(name, new HashSet<>());
        options.putAll(overrides.options());
        if (overrides.url() != null) {
            options.put(ConfigLevel.URL, ofThisMachine(overrides.url()));
        }
        String url = Optional.ofNullable(options.remove(ConfigLevel.URL))
                .orElseThrow(() -> new DvcException(
                        "%s has no url for the remote '%s'".formatted(configName(), name),
                        "Run `dvc remote add %s URL` and commit .dvc/config, or set etiqueta.remote.url."
                                .formatted(name)));
        if (RemoteLocation.hasScheme(url)) {
            return opened(name, url, options, settings, url.startsWith("file://"));
        }
        return folder(name, url, options, settings);
    }

    private String name(TrackedOutput output, RemoteOverrides overrides) {
        if (overrides.name() != null) {
            return overrides.name().toLowerCase(Locale.ROOT);
        }
        return Optional.ofNullable(output.remote())
                .or(config::defaultRemote)
                .or(() -> Optional.ofNullable(overrides.url()).map(url -> "etiqueta.remote"))
                .orElseThrow(() -> new DvcException(
                        "%s names no default remote".formatted(configName()),
                        "Run `dvc remote add --default NAME URL` and commit .dvc/config, or set etiqueta.remote.url."));
    }

    /** A remote may be a folder of another one, whose options it then takes over. */
    private Map<String, String> options(String name, Set<String> seen) {
        Map<String, String> options = new HashMap<>(config.remote(name));
        String url = options.getOrDefault(ConfigLevel.URL, "");
        if (!url.startsWith(OTHER_REMOTE)) {
            return options;
        }
        String rest = url.substring(OTHER_REMOTE.length());
        int slash = rest.indexOf('/') < 0 ? rest.length() : rest.indexOf('/');
        String other = rest.substring(0, slash).toLowerCase(Locale.ROOT);
        if (!seen.add(name)) {
            throw new DvcException(
                    "%s: the remote '%s' is a folder of itself".formatted(configName(), name), "Correct its url.");
        }
        Map<String, String> inherited = options(other, seen);
        String base = inherited.get(ConfigLevel.URL);
        if (base == null) {
            throw new DvcException(
                    "%s: the remote '%s' is a folder of '%s', which has no url".formatted(configName(), name, other),
                    "Correct its url, or add that remote.");
        }
        options.remove(ConfigLevel.URL);
        inherited.putAll(options);
        inherited.put(ConfigLevel.URL, base.replaceAll("/+$", "") + rest.substring(slash));
        return inherited;
    }

    private RemoteLocation folder(String name, String url, Map<String, String> options, ReadSettings settings) {
        Optional<Path> here = Path.of(url).isAbsolute()
                ? Optional.of(Path.of(url))
                : files.folder().map(folder -> folder.resolve(root)
                        .resolve(".dvc")
                        .resolve(url)
                        .normalize());
        Optional<String> inGit = ProjectPath.resolve(root.isEmpty() ? ".dvc" : root + "/.dvc", url);
        boolean exists = here.filter(Files::isDirectory).isPresent();
        if (!exists && inGit.isPresent() && isInGit(inGit.get())) {
            return new RemoteLocation(name, () -> new ProjectRemote(files, inGit.get()), false);
        }
        return here.map(folder -> opened(name, folder.toString(), options, settings, true))
                .orElseThrow(() -> new DvcException(
                        "the remote '%s' is the folder %s, relative to a clone that is not here".formatted(name, url),
                        "Set etiqueta.remote.url to where its objects are."));
    }

    private boolean isInGit(String folder) {
        return files.list().stream().anyMatch(path -> ProjectPath.isWithin(folder, path));
    }

    private static RemoteLocation opened(
            String name, String url, Map<String, String> options, ReadSettings settings, boolean isFolder) {
        RemoteSettings remote = new RemoteSettings(name, url, options, settings.silence());
        // What makes no sense is told even if the cache holds all that is wanted.
        Remote checked = Remotes.open(remote);
        checked.close();
        return new RemoteLocation(name, () -> Remotes.open(remote), isFolder);
    }

    /** A path that is given at the place of deployment is relative to the working directory. */
    private static String ofThisMachine(String url) {
        return RemoteLocation.hasScheme(url)
                ? url
                : Path.of(ConfigLevel.home(url)).toAbsolutePath().normalize().toString();
    }

    private String configName() {
        return files.name(root.isEmpty() ? DvcConfig.PATH : root + "/" + DvcConfig.PATH);
    }
}
