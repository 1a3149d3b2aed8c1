package dev.etiqueta.remote;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpEventListener;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;

/** An SFTP server for the user {@code me} with the password {@code secret}, which misbehaves as told. */
final class TestSftpServer implements AutoCloseable, SftpEventListener, SftpFileSystemAccessor {

    private final SshServer server = SshServer.setUpDefaultServer();
    private final int port;
    private final AtomicInteger sessions = new AtomicInteger();
    private final List<PublicKey> trusted = new CopyOnWriteArrayList<>();
    private final List<String> forbidden = new CopyOnWriteArrayList<>();
    private final AtomicBoolean drop = new AtomicBoolean();
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile boolean hangs;

    TestSftpServer(Path root, KeyPair... hostKeys) throws IOException {
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKeys));
        server.setPasswordAuthenticator((user, password, session) -> password.equals("secret"));
        server.setPublickeyAuthenticator(
                (user, key, session) -> trusted.stream().anyMatch(known -> KeyUtils.compareKeys(known, key)));
        server.setFileSystemFactory(new VirtualFileSystemFactory(root));
        SftpSubsystemFactory sftp =
                new SftpSubsystemFactory.Builder().withFileSystemAccessor(this).build();
        sftp.addSftpEventListener(this);
        server.setSubsystemFactories(List.of(sftp));
        server.start();
        port = server.getPort();
    }

    /** Writes a key as ssh-keygen does, encrypted unless the passphrase is null. */
    static Path write(KeyPair key, Path file, String passphrase) throws IOException, GeneralSecurityException {
        OpenSSHKeyEncryptionContext encryption = null;
        if (passphrase != null) {
            encryption = new OpenSSHKeyEncryptionContext();
            encryption.setCipherName("AES");
            encryption.setCipherType("256");
            encryption.setCipherMode("CTR");
            encryption.setPassword(passphrase);
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(key, "test", encryption, out);
        }
        return file;
    }

    /** The line of OpenSSH's file of known hosts for a server of this machine. */
    static String line(int port, KeyPair key) {
        return "[127.0.0.1]:%d %s\n".formatted(port, PublicKeyEntry.toString(key.getPublic()));
    }

    int port() {
        return port;
    }

    int sessions() {
        return sessions.get();
    }

    void trust(KeyPair key) {
        trusted.add(key.getPublic());
    }

    /** Denies files of a name. */
    void forbid(String name) {
        forbidden.add(name);
    }

    /** Closes the session once, when something after the start of a file is read. */
    void dropInTheMiddle() {
        drop.set(true);
    }

    /** Answers no further read. */
    void hang() {
        hangs = true;
    }

    @Override
    public void initialized(ServerSession session, int version) {
        sessions.incrementAndGet();
    }

    @Override
    public void reading(
            ServerSession session, String id, FileHandle file, long offset, byte[] data, int start, int length)
            throws IOException {
        if (offset > 0 && drop.compareAndSet(true, false)) {
            session.close(true);
        }
        if (hangs) {
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
    }

    @Override
    public SeekableByteChannel openFile(
            SftpSubsystemProxy sftp,
            FileHandle handle,
            Path file,
            String id,
            Set<? extends OpenOption> options,
            FileAttribute<?>... attributes)
            throws IOException {
        if (forbidden.contains(file.getFileName().toString())) {
            throw new AccessDeniedException(file.toString());
        }
        return SftpFileSystemAccessor.super.openFile(sftp, handle, file, id, options, attributes);
    }

    @Override
    public void close() throws IOException {
        end.countDown();
        server.stop(true);
    }
}
