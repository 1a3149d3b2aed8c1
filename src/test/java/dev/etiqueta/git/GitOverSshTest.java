package dev.etiqueta.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.etiqueta.git.GitException.Reason;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.command.AbstractCommandSupport;
import org.eclipse.jgit.transport.UploadPack;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server over ssh: who it is, who is let in, and what becomes of one that is silent. */
@Timeout(60)
class GitOverSshTest {

    @TempDir
    private Path folder;

    private GitFixture origin;
    private SshServer server;
    private KeyPair hostKey;
    private KeyPair userKey;
    private Path knownHosts;
    private String commit;

    @BeforeEach
    void start() throws IOException, GeneralSecurityException {
        origin = new GitFixture(folder.resolve("origin.git")).allowPartialClone();
        commit = origin.file("models.dvc", "1").random("big.bin", 1 << 20, 1).commit("trunk", "one");
        origin.tag("v1", commit);
        hostKey = key();
        userKey = key();
        server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPublickeyAuthenticator((user, key, session) -> user.equals("git") && key.equals(userKey.getPublic()));
        server.setPasswordAuthenticator((user, password, session) -> user.equals("me") && password.equals("right"));
        server.setCommandFactory((channel, command) -> new UploadPackCommand(command));
        server.start();
        knownHosts = Files.writeString(folder.resolve("known_hosts"), line(hostKey));
    }

    @AfterEach
    void stop() throws IOException {
        server.stop(true);
        origin.close();
    }

    private static KeyPair key() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private String line(KeyPair key) {
        return "[127.0.0.1]:%d %s\n".formatted(server.getPort(), PublicKeyEntry.toString(key.getPublic()));
    }

    private Path keyFile(@Nullable String passphrase) throws IOException, GeneralSecurityException {
        Path file = folder.resolve("key");
        OpenSSHKeyEncryptionContext encryption = null;
        if (passphrase != null) {
            encryption = new OpenSSHKeyEncryptionContext();
            encryption.setPassword(passphrase);
            encryption.setCipherType("256");
        }
        try (OutputStream out = Files.newOutputStream(file)) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(userKey, "test", encryption, out);
        }
        return file;
    }

    private GitRepository open(String user, Credentials credentials) {
        String url = "ssh://%s127.0.0.1:%d/team/models.git".formatted(user, server.getPort());
        return GitRepository.open(new GitSettings(url, credentials, folder.resolve("store"), Duration.ofSeconds(20)));
    }

    private Credentials key(Path file, @Nullable String passphrase) {
        return new Credentials(null, null, null, file, passphrase, knownHosts);
    }

    private Credentials password(String user, String password) {
        return new Credentials(user, password, null, null, null, knownHosts);
    }

    private static GitException failure(GitRepository repository) {
        try (repository) {
            return catchThrowableOfType(GitException.class, () -> repository.resolve("v1"));
        }
    }

    @Test
    void readsWithAPrivateKey() throws IOException, GeneralSecurityException {
        try (GitRepository repository = open("git@", key(keyFile(null), null))) {
            GitTree tree = repository.tree(repository.resolve("v1"));
            assertThat(new String(tree.read("models.dvc").orElseThrow(), UTF_8)).isEqualTo("1");
        }
        try (var packs = Files.walk(folder.resolve("store"))) {
            assertThat(packs.mapToLong(file -> file.toFile().length()).sum()).isLessThan(200_000);
        }
    }

    @Test
    void readsWithAPrivateKeyUnderAPassphrase() throws IOException, GeneralSecurityException {
        try (GitRepository repository = open("git@", key(keyFile("phrase"), "phrase"))) {
            assertThat(repository.resolve("v1").id()).isEqualTo(commit);
        }
        GitException refused = failure(open("git@", key(folder.resolve("key"), "wr0ng")));
        assertThat(refused.getMessage() + refused.action()).doesNotContain("wr0ng");
    }

    @Test
    void readsWithEd25519KeysOnBothSides() throws IOException, GeneralSecurityException {
        hostKey = KeyUtils.generateKeyPair("ssh-ed25519", 256);
        userKey = KeyUtils.generateKeyPair("ssh-ed25519", 256);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        Files.writeString(knownHosts, line(hostKey));
        try (GitRepository plain = open("git@", key(keyFile(null), null))) {
            assertThat(plain.resolve("v1").id()).isEqualTo(commit);
        }
        try (GitRepository encrypted = open("git@", key(keyFile("phrase"), "phrase"))) {
            assertThat(encrypted.resolve("v1").id()).isEqualTo(commit);
        }
    }

    @Test
    void refusesAnEncryptedKeyInTheFormOfOpenSsl() throws IOException, GeneralSecurityException {
        String algorithm = "PBEWithSHA1AndDESede";
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(
                Cipher.ENCRYPT_MODE,
                SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec("phrase".toCharArray())));
        byte[] content = cipher.doFinal(userKey.getPrivate().getEncoded());
        byte[] encrypted = new EncryptedPrivateKeyInfo(cipher.getParameters(), content).getEncoded();
        Path file = Files.writeString(
                folder.resolve("key"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\n%s\n-----END ENCRYPTED PRIVATE KEY-----\n"
                        .formatted(Base64.getMimeEncoder().encodeToString(encrypted)));

        GitException refused = failure(open("git@", key(file, "phrase")));
        assertThat(refused.reason()).isEqualTo(Reason.FAILED);
        assertThat(refused.action()).contains("ssh-keygen -p");
    }

    @Test
    void readsWithAPassword() {
        try (GitRepository repository = open("", password("me", "right"))) {
            assertThat(repository.resolve("v1").id()).isEqualTo(commit);
        }
        GitException refused = failure(open("me:wr0ng@", password("me", "wr0ng")));
        assertThat(refused.reason()).isEqualTo(Reason.REFUSED);
        assertThat(refused.getMessage() + refused.action()).doesNotContain("wr0ng");
    }

    @Test
    void refusesAKeyThatTheServerDoesNotKnow() throws IOException, GeneralSecurityException {
        GitException refused = failure(open("other@", key(keyFile(null), null)));

        assertThat(refused.reason()).isEqualTo(Reason.REFUSED);
        assertThat(refused).hasMessageContaining("does not accept the login");
    }

    @Test
    void refusesAServerThatIsNotKnown() throws IOException, GeneralSecurityException {
        Path key = keyFile(null);
        Files.writeString(knownHosts, "");
        GitException unknown = failure(open("git@", key(key, null)));
        Files.delete(knownHosts);
        GitException without = failure(open("git@", key(key, null)));

        for (GitException refused : List.of(unknown, without)) {
            assertThat(refused.reason()).isEqualTo(Reason.REFUSED);
            assertThat(refused).hasMessageContaining("no key of it is known").hasMessageContaining("SHA256:");
            assertThat(refused.action()).contains("ssh-keyscan");
        }
        assertThat(knownHosts).doesNotExist();
    }

    @Test
    void refusesAServerWhoseKeyHasChanged() throws IOException, GeneralSecurityException {
        Files.writeString(knownHosts, line(key()));

        GitException refused = failure(open("git@", key(keyFile(null), null)));
        assertThat(refused.reason()).isEqualTo(Reason.REFUSED);
        assertThat(refused).hasMessageContaining("another one is known");
        assertThat(refused.action()).contains("in place of the former one");
    }

    @Test
    void doesNotWaitForASilentServer() throws IOException {
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "ssh://git@127.0.0.1:%d/x.git".formatted(mute.getLocalPort());
            long start = System.nanoTime();
            GitException failure = failure(GitRepository.open(
                    new GitSettings(url, password("git", "x"), folder.resolve("store"), Duration.ofSeconds(1))));

            assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }

    private final class UploadPackCommand extends AbstractCommandSupport {

        UploadPackCommand(String command) {
            super(command, null);
        }

        @Override
        public void run() {
            try {
                UploadPack uploadPack = new UploadPack(origin.repository());
                String protocol = getEnvironment().getEnv().get("GIT_PROTOCOL");
                if (protocol != null) {
                    uploadPack.setExtraParameters(List.of(protocol));
                }
                uploadPack.upload(getInputStream(), getOutputStream(), getErrorStream());
                onExit(0);
            } catch (IOException e) {
                onExit(1);
            }
        }
    }
}
