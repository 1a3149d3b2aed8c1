package dev.etiqueta.remote;

import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.config.keys.ClientIdentityLoader;
import org.apache.sshd.client.config.keys.DefaultClientIdentitiesWatcher;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.jspecify.annotations.Nullable;

/** One session with an SSH server, which all threads share; a new one when it broke. */
final class SshConnection implements AutoCloseable {

    private final SshTarget target;
    private final KnownHosts knownHosts;
    private final Lock lock = new ReentrantLock();
    private @Nullable SshClient client;
    private @Nullable SftpClient sftp;

    SshConnection(SshTarget target) {
        this.target = target;
        this.knownHosts = new KnownHosts(target.knownHosts(), target.host(), target.port());
    }

    /** The open session, or a new one. */
    SftpClient sftp() throws IOException {
        lock.lock();
        try {
            if (sftp == null || !sftp.isOpen()) {
                sftp = connect();
            }
            return sftp;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (client != null) {
                client.stop();
            }
            client = null;
            sftp = null;
        } finally {
            lock.unlock();
        }
    }

    private SftpClient connect() throws IOException {
        if (client == null) {
            client = newClient();
        }
        preferKnownKeys(client);
        knownHosts.forgetRefusal();
        ClientSession session = client.connect(target.user(), target.host(), target.port())
                .verify(target.timeout())
                .getSession();
        try {
            target.password().ifPresent(session::addPasswordIdentity);
            session.auth().verify(target.timeout());
            return SftpClientFactory.instance().createSftpClient(session);
        } catch (IOException e) {
            session.close(true);
            // Only one session is opened at a time, so that it is the one that was refused.
            String refusal = knownHosts.refusal();
            throw refusal == null ? e : new HostKeyException(refusal, e);
        }
    }

    private SshClient newClient() {
        SshClient made = SshClient.setUpDefaultClient();
        made.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        made.setServerKeyVerifier(knownHosts);
        made.setKeyIdentityProvider(keys());
        made.setUserAuthFactories(List.of(
                UserAuthPublicKeyFactory.INSTANCE,
                UserAuthPasswordFactory.INSTANCE,
                UserAuthKeyboardInteractiveFactory.INSTANCE));
        limitWaits(made, target.timeout());
        made.start();
        return made;
    }

    private void preferKnownKeys(SshClient client) {
        List<String> types = knownHosts.keyTypes();
        client.setSignatureFactories(client.getSignatureFactories().stream()
                .sorted(Comparator.comparing((NamedFactory<Signature> factory) ->
                        !types.contains(KeyUtils.getCanonicalKeyType(factory.getName()))))
                .toList());
    }

    /** Without a key file or a password, those of the user's home, as ssh itself does. */
    private KeyIdentityProvider keys() {
        if (target.key().isPresent()) {
            return KeyIdentityProvider.wrapKeyPairs(target.key().get());
        }
        return target.password().isPresent()
                ? KeyIdentityProvider.EMPTY_KEYS_PROVIDER
                : new DefaultClientIdentitiesWatcher(ClientIdentityLoader.DEFAULT, FilePasswordProvider.EMPTY);
    }

    private static void limitWaits(SshClient client, Duration timeout) {
        CoreModuleProperties.IO_CONNECT_TIMEOUT.set(client, timeout);
        CoreModuleProperties.AUTH_TIMEOUT.set(client, timeout);
        CoreModuleProperties.CHANNEL_OPEN_TIMEOUT.set(client, timeout);
        SftpModuleProperties.SFTP_CHANNEL_OPEN_TIMEOUT.set(client, timeout);
        // Also how long an answer may take; an idle session ends, and the next object opens another.
        CoreModuleProperties.IDLE_TIMEOUT.set(client, timeout);
    }
}
