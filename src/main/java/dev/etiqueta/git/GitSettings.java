package dev.etiqueta.git;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BiPredicate;

/**
 * Which repository is read, and how.
 *
 * @param url https, http, ssh://, {@code git@host:path}, file:// or the path of a folder
 * @param folder where what has been fetched is kept, below it a folder for each repository; made when needed, and shared
 *     by any number of processes
 * @param timeout how long to wait for a connection, and for the next bytes; whole seconds, at least one
 * @param signers whose signatures a revision needs
 * @param redirects whether one from a server to another may be followed
 */
public record GitSettings(
        String url,
        Credentials credentials,
        Path folder,
        Duration timeout,
        AllowedSigners signers,
        BiPredicate<URI, URI> redirects) {

    /** With redirects that stay on the host, and revisions that need no signature. */
    public GitSettings(String url, Credentials credentials, Path folder, Duration timeout) {
        this(url, credentials, folder, timeout, AllowedSigners.ANYBODY, (from, to) -> String.valueOf(from.getHost())
                .equalsIgnoreCase(to.getHost()));
    }

    public GitSettings {
        if (url.isBlank()) {
            throw new IllegalArgumentException("expected the url of a git repository, found none");
        }
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("expected a timeout of up to a day, found " + timeout);
        }
        url = url.strip();
    }

    /** The timeout in the unit that JGit counts in, rounded up. */
    int timeoutSeconds() {
        return Math.toIntExact(timeout.plusNanos(999_999_999).toSeconds());
    }

    /** Says nothing of the url, which may have a password in it. */
    @Override
    public String toString() {
        return "GitSettings[folder=%s, timeout=%s]".formatted(folder, timeout);
    }
}
