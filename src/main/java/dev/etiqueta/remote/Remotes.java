package dev.etiqueta.remote;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens remotes by their URLs. */
public final class Remotes {

    private static final Pattern SCHEME = Pattern.compile("^(\\w[\\w+.-]*)://.*", Pattern.DOTALL);

    private Remotes() {}

    /**
     * Opens a remote. Connects to nothing yet.
     *
     * @throws UnsupportedRemoteException if remotes of its type are not read here
     * @throws dev.etiqueta.failure.ActionableException if its URL or an option makes no sense; names the option
     */
    public static Remote open(RemoteSettings settings) {
        refuseVersions(settings);
        Matcher url = SCHEME.matcher(settings.url());
        String scheme = url.matches() ? url.group(1).toLowerCase(Locale.ROOT) : "file";
        if (!settings.boundary().egress().allowsScheme(scheme)) {
            throw new UnsupportedRemoteException(
                    "the remote '%s' is of the type %s://, which etiqueta.remote.allowed-schemes does not list"
                            .formatted(settings.name(), scheme),
                    "Add the type to the list, or name another remote.");
        }
        return switch (scheme) {
            case "file" -> FolderRemote.open(settings);
            case "http", "https" -> HttpRemote.http(settings);
            case "webdav", "webdavs" -> HttpRemote.webdav(settings);
            case "s3" -> S3Remote.open(settings);
            case "azure" -> AzureRemote.open(settings);
            case "gs", "gcs" -> GoogleRemote.open(settings);
            case "ssh", "sftp" -> SshRemote.open(settings);
            default -> throw unsupported(settings, scheme);
        };
    }

    private static UnsupportedRemoteException unsupported(RemoteSettings settings, String scheme) {
        return new UnsupportedRemoteException(
                ("the remote '%s' is of the type %s://, which is not supported; supported are folders, http(s)://,"
                                + " webdav(s)://, s3://, gs://, azure:// and ssh://")
                        .formatted(settings.name(), scheme),
                "`dvc push` to a remote of a supported type, and name that one.");
    }

    /** Their objects are stored by the names of files and not by digest. */
    private static void refuseVersions(RemoteSettings settings) {
        TypedOptions options = new TypedOptions(settings);
        for (String key : new String[] {"version_aware", "worktree"}) {
            if (options.flag(key)) {
                throw new UnsupportedRemoteException(
                        ("the remote '%s' has %s = true: it stores files by name and version, and not by digest,"
                                        + " which is not supported")
                                .formatted(settings.name(), key),
                        "`dvc push` to a remote without this option, and name that one.");
            }
        }
    }
}
