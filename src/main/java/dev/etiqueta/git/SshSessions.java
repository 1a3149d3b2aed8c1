package dev.etiqueta.git;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.SshConfigStore;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.sshd.KeyPasswordProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.eclipse.jgit.transport.sshd.SshdSession;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.io.InterruptTimer;
import org.jspecify.annotations.Nullable;

/** Opens ssh sessions, each within the timeout from the first packet to the login. */
final class SshSessions extends SshdSessionFactory {

    private final Credentials credentials;
    private volatile @Nullable HostKeys hostKeys;

    SshSessions(Credentials credentials) {
        super(null, null);
        this.credentials = credentials;
        setHomeDirectory(new File(System.getProperty("user.home", "/")));
        setSshDirectory(new File(System.getProperty("user.home", "/"), ".ssh"));
    }

    /** The server's key that was refused last; null for none. */
    HostKeys.@Nullable Refusal refusal() {
        HostKeys keys = hostKeys;
        return keys == null ? null : keys.refusal();
    }

    @Override
    public SshdSession getSession(URIish uri, CredentialsProvider provider, FS fs, int millis)
            throws TransportException {
        // JGit's own limit ends with the connection; a server that is silent after that would hold on for minutes.
        long start = System.nanoTime();
        InterruptTimer timer = new InterruptTimer("git-ssh-timer");
        timer.begin(millis);
        try {
            return super.getSession(uri, provider, fs, millis);
        } finally {
            timer.end();
            timer.terminate();
            if (Duration.ofNanos(System.nanoTime() - start).toMillis() >= millis) {
                Thread.interrupted();
            }
        }
    }

    @Override
    protected ServerKeyDatabase createServerKeyDatabase(File home, File sshFolder) {
        HostKeys keys = new HostKeys(super.createServerKeyDatabase(home, sshFolder), credentials.knownHosts());
        hostKeys = keys;
        return keys;
    }

    @Override
    protected List<Path> getDefaultIdentities(File sshFolder) {
        Path key = credentials.privateKey();
        return key == null ? super.getDefaultIdentities(sshFolder) : List.of(key);
    }

    @Override
    protected @Nullable SshConfigStore createSshConfigStore(File home, File config, String user) {
        return credentials.privateKey() == null ? super.createSshConfigStore(home, config, user) : null;
    }

    @Override
    protected KeyPasswordProvider createKeyPasswordProvider(CredentialsProvider provider) {
        return new Passphrase(credentials.passphrase());
    }

    /** Gives the passphrase once. */
    private record Passphrase(@Nullable String passphrase) implements KeyPasswordProvider {

        @Override
        public char @Nullable [] getPassphrase(URIish key, int attempt) {
            return passphrase == null || attempt > 0 ? null : passphrase.toCharArray();
        }

        @Override
        public void setAttempts(int attempts) {}

        @Override
        public boolean keyLoaded(URIish key, int attempt, @Nullable Exception failure) throws IOException {
            if (failure != null) {
                throw new IOException("the private key cannot be opened with this passphrase", failure);
            }
            return false;
        }
    }
}
