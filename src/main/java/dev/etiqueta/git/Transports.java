package dev.etiqueta.git;

import java.io.IOException;
import java.net.URI;
import java.util.function.BiPredicate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/** Opens transports to one repository: each with the credentials, the timeout, and nothing from anywhere else. */
final class Transports {

    private final RemoteUrl url;
    private final Credentials credentials;
    private final int timeoutSeconds;
    private final BiPredicate<URI, URI> redirects;

    Transports(RemoteUrl url, GitSettings settings) {
        this.url = url;
        this.credentials = settings.credentials().orElse(url.user(), url.password());
        this.timeoutSeconds = settings.timeoutSeconds();
        this.redirects = settings.redirects();
    }

    /**
     * A transport, and what tells its failures.
     *
     * @param ssh null where it is not ssh
     */
    record Session(
            Transport transport,
            Failures failures,
            @Nullable SshSessions ssh) implements AutoCloseable {

        @Override
        public void close() {
            transport.close();
            if (ssh != null) {
                ssh.close();
            }
        }
    }

    /** @param local the repository that objects go into */
    Session open(Repository local) {
        try {
            Transport transport = Transport.open(local, address());
            transport.setTimeout(timeoutSeconds);
            transport.setTagOpt(TagOpt.NO_TAGS);
            transport.setFetchThin(false);
            return transport instanceof TransportHttp http ? overHttp(http) : overSsh((SshTransport) transport);
        } catch (IOException e) {
            throw new Failures(url.shown(), null, null).of(e);
        }
    }

    /** Over ssh the user is a part of the address. */
    private URIish address() {
        boolean named = url.uri().getUser() != null || credentials.username() == null;
        return url.kind() == RemoteUrl.Kind.HTTP || named
                ? url.uri()
                : url.uri().setUser(credentials.username());
    }

    private Session overHttp(TransportHttp transport) {
        HttpExchanges exchanges = new HttpExchanges(url.uri(), redirects);
        transport.setHttpConnectionFactory(exchanges);
        transport.setCredentialsProvider(
                new GivenCredentials(credentials.httpUser(), credentials.httpPassword(), exchanges::isOrigin));
        return new Session(transport, new Failures(url.shown(), exchanges, null), null);
    }

    private Session overSsh(SshTransport transport) {
        SshSessions sessions = new SshSessions(credentials);
        transport.setSshSessionFactory(sessions);
        // The user's own ssh configuration may name the server otherwise, so that its name tells nothing.
        transport.setCredentialsProvider(
                new GivenCredentials(credentials.username(), credentials.password(), server -> true));
        return new Session(transport, new Failures(url.shown(), null, sessions), sessions);
    }
}
