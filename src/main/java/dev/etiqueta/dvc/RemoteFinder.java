package dev.etiqueta.dvc;

import dev.etiqueta.remote.Boundary;
import dev.etiqueta.remote.Remote;
import dev.etiqueta.remote.RemoteSettings;
import dev.etiqueta.remote.Remotes;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the remote that holds an output: what the project says, and over it what the place of deployment says. */
final class RemoteFinder {

    private static final String OTHER_REMOTE = "remote://";

    /** Remotes in each other. */
    private static final int MOST_FOLDERS = 10;

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
     * Finds it. Where the deployer names the url, the repository is asked for nothing else of the remote.
     *
     * @throws DvcException if there is none, it is a folder that is nowhere here, or the repository says of it what only
     *     the deployer may
     */
    RemoteLocation find(TrackedOutput output, ReadSettings settings) {
        RemoteOverrides overrides = settings.remote();
        String name = name(output, overrides);
        Map<String, RemoteOption> options = overrides.url() == null
                ? options(name, new HashSet<>())
                : new HashMap<>(config.ofDeployer().remote(name));
        overrides.options().forEach((key, value) -> options.put(key, new RemoteOption(value, Origin.DEPLOYER)));
        if (overrides.url() != null) {
            options.put(ConfigLevel.URL, new RemoteOption(ofThisMachine(overrides.url()), Origin.DEPLOYER));
        }
        RemoteOption url = Optional.ofNullable(options.remove(ConfigLevel.URL))
                .orElseThrow(() -> new DvcException(
                        "%s has no url for the remote '%s'".formatted(configName(), Names.shown(name)),
                        "Run `dvc remote add %s URL` and commit .dvc/config, or set etiqueta.remote.url."
                                .formatted(Names.shown(name))));
        requireFolderOfThisMachine(url);
        ConfigurationFiles.requireOutsideOf(settings.cache(), options, System.getenv());
        RemoteSettings remote = new RemoteSettings(
                name,
                url.value(),
                options.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, option -> option.getValue()
                        .value())),
                settings.silence(),
                new Boundary(overrides.egress(), isNamedByDeployer(url, options), overrides.externalCredentials()));
        return RemoteLocation.hasScheme(url.value())
                ? opened(remote, url.value().startsWith("file://"))
                : folder(remote);
    }

    /** The server is in the url, or for stores with buckets in another option, else it is the vendor's. */
    private static boolean isNamedByDeployer(RemoteOption url, Map<String, RemoteOption> options) {
        boolean buckets = url.value().matches("(?is)(s3|gs|gcs)://.*");
        RemoteOption server = buckets ? options.getOrDefault("endpointurl", url) : url;
        return server.origin() == Origin.DEPLOYER;
    }

    /** What Windows takes for a folder of another machine, it asks there, in this user's name. */
    private static void requireFolderOfThisMachine(RemoteOption url) {
        if (url.origin() == Origin.REPOSITORY && url.value().matches("(?is)(file://)?[/\\\\]{2}.*")) {
            throw new DvcException(
                    "the url %s begins with two slashes".formatted(Names.shown(url.value())),
                    "Write the path of a folder with one, or set etiqueta.remote.url where the service runs.");
        }
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
    private Map<String, RemoteOption> options(String name, Set<String> seen) {
        Map<String, RemoteOption> options = new HashMap<>(config.remote(name));
        RemoteOption own = options.getOrDefault(ConfigLevel.URL, new RemoteOption("", Origin.DEPLOYER));
        String url = own.value();
        if (!url.startsWith(OTHER_REMOTE)) {
            return options;
        }
        String rest = url.substring(OTHER_REMOTE.length());
        int slash = rest.indexOf('/') < 0 ? rest.length() : rest.indexOf('/');
        String other = rest.substring(0, slash).toLowerCase(Locale.ROOT);
        if (!seen.add(name) || seen.size() > MOST_FOLDERS) {
            throw new DvcException(
                    "%s: the remote '%s' is a folder of itself, or of more than %d others"
                            .formatted(configName(), Names.shown(name), MOST_FOLDERS),
                    "Correct its url.");
        }
        Map<String, RemoteOption> inherited = options(other, seen);
        RemoteOption base = inherited.get(ConfigLevel.URL);
        if (base == null) {
            throw new DvcException(
                    "%s: the remote '%s' is a folder of '%s', which has no url"
                            .formatted(configName(), Names.shown(name), Names.shown(other)),
                    "Correct its url, or add that remote.");
        }
        options.remove(ConfigLevel.URL);
        inherited.putAll(options);
        // Whose server it is, the other one's url says.
        inherited.put(
                ConfigLevel.URL,
                new RemoteOption(base.value().replaceAll("(?<!/)/+$", "") + rest.substring(slash), base.origin()));
        return inherited;
    }

    private RemoteLocation folder(RemoteSettings remote) {
        String url = remote.url();
        Path path = path(remote);
        Optional<Path> here = path.isAbsolute()
                ? Optional.of(path)
                : files.folder().map(folder -> folder.resolve(root)
                        .resolve(".dvc")
                        .resolve(path)
                        .normalize());
        Optional<String> inGit = ProjectPath.resolve(root.isEmpty() ? ".dvc" : root + "/.dvc", url);
        boolean exists = here.filter(Files::isDirectory).isPresent();
        if (!exists && inGit.isPresent() && isInGit(inGit.get())) {
            return new RemoteLocation(remote.name(), () -> new ProjectRemote(files, inGit.get()), false);
        }
        return here.map(folder -> opened(remote.at(folder.toString()), true))
                .orElseThrow(() -> new DvcException(
                        "the remote '%s' is the folder %s, relative to a clone that is not here"
                                .formatted(Names.shown(remote.name()), Names.shown(url)),
                        "Set etiqueta.remote.url to where its objects are."));
    }

    private static Path path(RemoteSettings remote) {
        try {
            return Path.of(remote.url());
        } catch (InvalidPathException e) {
            throw new DvcException(
                    "the url of the remote '%s' is neither a url nor a path".formatted(Names.shown(remote.name())),
                    "Correct it with `dvc remote modify`.");
        }
    }

    private boolean isInGit(String folder) {
        return !files.find(path -> ProjectPath.isWithin(folder, path), 1).isEmpty();
    }

    private static RemoteLocation opened(RemoteSettings remote, boolean isFolder) {
        // What makes no sense is told even if the cache holds all that is wanted.
        Remote checked = Remotes.open(remote);
        checked.close();
        return new RemoteLocation(remote.name(), () -> Remotes.open(remote), isFolder);
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
