package dev.etiqueta.git;

import dev.etiqueta.failure.Blame;
import dev.etiqueta.failure.Disk;
import dev.etiqueta.git.GitException.Reason;
import java.io.EOFException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.sshd.common.SshException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.internal.JGitText;
import org.jspecify.annotations.Nullable;

/**
 * What JGit throws, told to the person who can mend it. Most of it is of one type: the cause, the HTTP status and the
 * server's own words tell the cases apart.
 *
 * @param url how messages name the repository
 * @param exchanges of the transport that failed; null where it is not HTTP
 * @param ssh of the transport that failed; null where it is not ssh
 */
record Failures(
        String url,
        @Nullable HttpExchanges exchanges,
        @Nullable SshSessions ssh) {

    private static final Pattern NOT_SERVED = Pattern.compile(
            "not our ref|want \\w* ?not valid|unadvertised object|no commits selected for shallow|missing (commit|object|unknown)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern BROKEN_OFF =
            Pattern.compile("Premature EOF|unexpected end of", Pattern.CASE_INSENSITIVE);
    private static final int DISCONNECTED_NO_LOGIN = 14;

    /** Whether a server does not know filters. Only JGit's text tells, and it says so before it sends anything. */
    static boolean saysThatThereAreNoFilters(Throwable failure) {
        return mentions(failure, Pattern.compile(Pattern.quote(JGitText.get().filterRequiresCapability)));
    }

    /** Whether a server does not have, or does not give, the objects that were asked for by their ids. */
    static boolean saysThatItIsNotServed(Throwable failure) {
        return mentions(failure, NOT_SERVED);
    }

    static boolean saysThatItIsTooLarge(Throwable failure) {
        return find(failure, TooLargeObjectInPackException.class).isPresent();
    }

    private static boolean mentions(Throwable failure, Pattern pattern) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null
                    && pattern.matcher(cause.getMessage()).find()) {
                return true;
            }
        }
        return false;
    }

    private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }

    /** The exception for what went wrong when the repository was asked. */
    GitException of(Exception failure) {
        RedirectRefusedException redirect =
                find(failure, RedirectRefusedException.class).orElse(null);
        if (redirect != null) {
            return new GitException(
                    Reason.REFUSED,
                    "%s redirects to another host, %s".formatted(url, redirect.target()),
                    "Set the url that the repository has moved to, or add the host to etiqueta.remote.allowed-hosts.",
                    failure);
        }
        HostKeys.Refusal key = ssh == null ? null : ssh.refusal();
        if (key != null) {
            return hostKey(key, failure);
        }
        if (exchanges != null && exchanges.status() != 0 && exchanges.status() != 200) {
            return status(exchanges.status(), exchanges.elsewhere(), failure);
        }
        boolean loginRefused = find(failure, CancellationException.class).isPresent()
                || find(failure, SshException.class)
                        .filter(e -> e.getDisconnectCode() == DISCONNECTED_NO_LOGIN)
                        .isPresent();
        return ssh != null && loginRefused ? login(failure) : other(failure);
    }

    private GitException hostKey(HostKeys.Refusal key, Exception failure) {
        String description = key.changed()
                ? "the ssh server of %s shows the key %s, and another one is known of it"
                : "the ssh server of %s shows the key %s, and no key of it is known";
        return new GitException(
                Reason.REFUSED,
                description.formatted(url, key.fingerprint()),
                "Compare the key with what the operator of the server publishes; if it is right, put the line of"
                        + " `ssh-keyscan HOST` into the known_hosts file"
                        + (key.changed() ? " in place of the former one." : "."),
                failure);
    }

    private GitException status(int status, @Nullable String elsewhere, Exception failure) {
        String found = "%s answers HTTP %d".formatted(url, status)
                + (elsewhere == null ? "" : " after a redirect to " + elsewhere);
        if (status == 429 || status >= 500) {
            return new GitException(Reason.UNREACHABLE, found, "Try again later.", failure);
        }
        if (status == 404 || status == 410) {
            return notFound(found, failure);
        }
        if (status == 401 || status == 403 || status == 407) {
            String action = elsewhere == null
                    ? "Set a username and password, or a token that may read the repository; check that it is not expired."
                    : "Credentials are not sent to another server: set the url that the repository has moved to.";
            return new GitException(Reason.REFUSED, found, action, failure);
        }
        return new GitException(Reason.FAILED, found, "Check the url of the repository.", failure);
    }

    private GitException notFound(String found, Exception failure) {
        return new GitException(
                Reason.REPOSITORY_NOT_FOUND,
                found,
                "Check the url of the repository, and the credentials: many servers say of what a caller may not see"
                        + " that it does not exist.",
                failure);
    }

    private GitException login(Exception failure) {
        return new GitException(
                Reason.REFUSED,
                "the ssh server of %s does not accept the login".formatted(url),
                "Set the private key or password of a user who may read the repository, and the user in the url.",
                failure);
    }

    private GitException other(Exception failure) {
        if (Disk.blame(failure) == Blame.STORAGE) {
            return new GitException(
                    Reason.NO_ROOM,
                    "there is no room for what is fetched from %s".formatted(url),
                    "Make room in etiqueta.cache.dir.",
                    failure);
        }
        if (find(failure, NoRemoteRepositoryException.class).isPresent()) {
            return notFound("%s is no git repository, says the server: %s".formatted(url, words(failure)), failure);
        }
        if (find(failure, SSLHandshakeException.class).isPresent()) {
            return new GitException(
                    Reason.FAILED,
                    "the TLS certificate of %s is not trusted: %s".formatted(url, words(failure)),
                    "Have Java trust its authority, such as with -Djavax.net.ssl.trustStore.",
                    failure);
        }
        // What decrypts keys of PKCS #8 is in a library of Bouncy Castle's that is not here.
        if (find(failure, NoSuchAlgorithmException.class).isPresent()
                || find(failure, NoClassDefFoundError.class).isPresent()) {
            return new GitException(
                    Reason.FAILED,
                    "a key of %s is of a kind that cannot be read: %s".formatted(url, words(failure)),
                    "Use an ed25519, ecdsa or rsa key, in OpenSSH's form if it is encrypted (`ssh-keygen -p` converts it),"
                            + " and put the server's key of that kind into the known_hosts file.",
                    failure);
        }
        if (isOfTheNetwork(failure)) {
            return new GitException(
                    Reason.UNREACHABLE,
                    "%s cannot be reached: %s".formatted(url, words(failure)),
                    "Check the network and the name of the host, or raise the timeout.",
                    failure);
        }
        return new GitException(
                Reason.FAILED,
                "%s cannot be read as a git repository: %s".formatted(url, words(failure)),
                "Check that the url is that of a repository, and that it speaks git's smart protocol.",
                failure);
    }

    private static boolean isOfTheNetwork(Throwable failure) {
        return find(failure, InterruptedIOException.class).isPresent()
                || find(failure, SocketException.class).isPresent()
                || find(failure, UnknownHostException.class).isPresent()
                || find(failure, UnresolvedAddressException.class).isPresent()
                || find(failure, EOFException.class).isPresent()
                || find(failure, SshException.class).isPresent()
                || find(failure, SSLException.class).isPresent()
                || mentions(failure, BROKEN_OFF);
    }

    /** The innermost cause, which says most. */
    private static String words(Throwable failure) {
        if (find(failure, InterruptedException.class).isPresent()) {
            // So ends what is stopped at its time-out.
            return "no answer in time";
        }
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String words = Text.oneLine(cause.getMessage());
        return words.isEmpty() ? cause.getClass().getSimpleName() : words;
    }
}
