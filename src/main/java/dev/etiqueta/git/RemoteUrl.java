package dev.etiqueta.git;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/**
 * A parsed url of a repository.
 *
 * @param uri without the password, and over http without the user
 * @param user the user of the url, over http only
 * @param password the password of the url
 */
record RemoteUrl(
        Kind kind,
        URIish uri,
        @Nullable String user,
        @Nullable String password) {

    /** How a repository is reached. */
    enum Kind {
        HTTP,
        SSH,
        LOCAL
    }

    private static final String FORMS =
            "Give an https, http or ssh url, git@HOST:PATH, or the path of a folder with a git repository.";

    /** @throws GitException if it is no url, or one with a scheme that is not read */
    static RemoteUrl parse(String url) {
        URIish uri = uri(url);
        Kind kind = kind(uri);
        if (kind != Kind.LOCAL && (uri.getHost() == null || uri.getPath() == null)) {
            throw new GitException(GitException.Reason.FAILED, "the url of the git repository names no host", FORMS);
        }
        URIish bare = uri.setPass(null);
        return kind == Kind.SSH
                ? new RemoteUrl(kind, bare, uri.getUser(), uri.getPass())
                : new RemoteUrl(kind, bare.setUser(null), uri.getUser(), uri.getPass());
    }

    private static URIish uri(String url) {
        try {
            return new URIish(url);
        } catch (URISyntaxException e) {
            // Its message has the url in it, and that may have a password.
            throw new GitException(GitException.Reason.FAILED, "the url of the git repository is no url", FORMS);
        }
    }

    private static Kind kind(URIish uri) {
        if (uri.getScheme() == null) {
            return uri.getHost() == null ? Kind.LOCAL : Kind.SSH;
        }
        return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
            case "http", "https" -> Kind.HTTP;
            case "ssh" -> Kind.SSH;
            case "file" -> Kind.LOCAL;
            default ->
                throw new GitException(
                        GitException.Reason.FAILED,
                        "the url of the git repository has the scheme '%s', which is not read"
                                .formatted(uri.getScheme()),
                        FORMS);
        };
    }

    /** The folder of a local repository, absolute. */
    Path folder() {
        return Path.of(uri.getPath()).toAbsolutePath().normalize();
    }

    /** How messages name the repository: without user, password and query. */
    String shown() {
        if (kind == Kind.LOCAL) {
            return folder().toString();
        }
        String bare = uri.setUser(null).toString();
        int query = bare.indexOf('?');
        return query < 0 ? bare : bare.substring(0, query);
    }

    @Override
    public String toString() {
        return shown();
    }
}
