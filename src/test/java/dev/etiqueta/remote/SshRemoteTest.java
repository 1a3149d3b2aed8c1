package dev.etiqueta.remote;

import static dev.etiqueta.remote.RemoteTester.failure;
import static dev.etiqueta.remote.RemoteTester.open;
import static dev.etiqueta.remote.RemoteTester.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.etiqueta.failure.ActionableException;
import dev.etiqueta.remote.RemoteException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SshRemoteTest {

    private static final String ED25519 = "ssh-ed25519";
    private static final String ECDSA = "ecdsa-sha2-nistp256";
    private static final String RSA = "ssh-rsa";

    private static KeyPair hostKey;
    private static KeyPair otherKey;

    @TempDir
    private Path folder;

    private TestSftpServer server;

    @BeforeAll
    static void makeKeys() throws Exception {
        hostKey = key(ECDSA);
        otherKey = key(RSA);
    }

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(folder.resolve("store/files/md5"));
        Files.writeString(folder.resolve("store/files/md5/d3"), "hello");
        server = new TestSftpServer(folder, hostKey);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void readsFilesWithAPasswordInOneSession() throws Exception {
        Files.writeString(folder.resolve("store/empty"), "");
        try (Remote remote = open(url(), options("password", "secret"))) {
            assertThat(read(remote, "files/md5/d3")).isEqualTo("hello");
            assertThat(read(remote, "empty")).isEmpty();
            assertThat(remote.address("a")).isEqualTo("ssh://127.0.0.1:%d/store/a".formatted(server.port()));
        }
        assertThat(server.sessions()).isOne();
    }

    @Test
    void takesTheLoginOfTheUrlUnlessOptionsSayOtherwise() throws Exception {
        String login = url().replace("://", "://me:secret@") + "/";
        try (Remote remote = open(login, options())) {
            assertThat(read(remote, "files/md5/d3")).isEqualTo("hello");
            assertThat(remote.address("a")).doesNotContain("secret").doesNotContain("me");
        }
        try (Remote remote = open(login, options("password", "wrong"))) {
            assertThat(failure(remote, "files/md5/d3").reason()).isEqualTo(Reason.FORBIDDEN);
        }
    }

    @Test
    void readsALargeFileWhole() throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(1).nextBytes(content);
        Files.write(folder.resolve("store/large"), content);
        try (Remote remote = open(url(), options("password", "secret"));
                InputStream in = remote.open("large")) {
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
    }

    @Test
    void readsSeveralFilesAtOnce() throws Exception {
        byte[] content = new byte[400_000];
        new Random(2).nextBytes(content);
        Files.write(folder.resolve("store/large"), content);
        try (Remote remote = open(url(), options("password", "secret"));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<byte[]> reading = () -> {
                try (InputStream in = remote.open("large")) {
                    return in.readAllBytes();
                }
            };
            for (Future<byte[]> read : threads.invokeAll(Collections.nCopies(8, reading))) {
                assertThat(read.get()).isEqualTo(content);
            }
        }
        assertThat(server.sessions()).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {ED25519, ECDSA})
    void logsInWithAKey(String type) throws Exception {
        KeyPair key = key(type);
        server.trust(key);
        Path file = TestSftpServer.write(key, folder.resolve("id"), null);
        try (Remote remote = open(url(), options("keyfile", file.toString()))) {
            assertThat(read(remote, "files/md5/d3")).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ED25519, RSA})
    void logsInWithAnEncryptedKey(String type) throws Exception {
        KeyPair key = key(type);
        server.trust(key);
        Path file = TestSftpServer.write(key, folder.resolve("id"), "open sesame");
        try (Remote remote = open(url(), options("keyfile", file.toString(), "passphrase", "open sesame"))) {
            assertThat(read(remote, "files/md5/d3")).isEqualTo("hello");
        }
        assertThat(catchThrowable(() -> open(url(), options("keyfile", file.toString(), "passphrase", "wrong"))))
                .hasMessageContainingAll("keyfile", "passphrase");
    }

    @Test
    void refusesAnEncryptedKeyInTheFormOfOpenSsl() throws Exception {
        String pem = "-----BEGIN ENCRYPTED PRIVATE KEY-----\n%s\n-----END ENCRYPTED PRIVATE KEY-----\n"
                .formatted(Base64.getMimeEncoder().encodeToString(encrypted(otherKey)));
        Path file = Files.writeString(folder.resolve("id"), pem);
        assertThat(catchThrowableOfType(
                        ActionableException.class,
                        () -> open(url(), options("keyfile", file.toString(), "passphrase", "open sesame"))))
                .hasMessageContaining("keyfile = " + file)
                .extracting(ActionableException::action, STRING)
                .contains("ssh-keygen -p");
    }

    private static byte[] encrypted(KeyPair key) throws GeneralSecurityException, IOException {
        String algorithm = "PBEWithSHA1AndDESede";
        SecretKey passphrase =
                SecretKeyFactory.getInstance(algorithm).generateSecret(new PBEKeySpec("open sesame".toCharArray()));
        Cipher cipher = Cipher.getInstance(algorithm);
        cipher.init(Cipher.ENCRYPT_MODE, passphrase);
        byte[] content = cipher.doFinal(key.getPrivate().getEncoded());
        return new EncryptedPrivateKeyInfo(cipher.getParameters(), content).getEncoded();
    }

    @Test
    void tellsOfALoginThatIsRefused() throws Exception {
        try (Remote remote = open(url(), options("password", "wrong"))) {
            RemoteException failure = failure(remote, "files/md5/d3");
            assertThat(failure.reason()).isEqualTo(Reason.FORBIDDEN);
            assertThat(failure.getMessage()).doesNotContain("wrong");
        }
    }

    @Test
    void refusesAnUnknownHost() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty_hosts"), "");
        refusesTheHostKey(empty, "is not in " + empty);
        assertThat(empty).isEmptyFile();
    }

    @Test
    void refusesAHostWhoseKeyHasChanged() throws Exception {
        Path changed = hosts(key(ECDSA));
        refusesTheHostKey(changed, "is another than the one in " + changed);
    }

    @Test
    void refusesAHostOfWhichAKeyOfAnotherTypeIsKnown() throws Exception {
        Path other = hosts(otherKey);
        refusesTheHostKey(other, "is not in " + other);
    }

    private void refusesTheHostKey(Path hosts, String fault) throws Exception {
        try (Remote remote = open(url(), Map.of("password", "secret", "known_hosts", hosts.toString()))) {
            RemoteException failure = failure(remote, "files/md5/d3");
            assertThat(failure.reason()).isEqualTo(Reason.FAILED);
            assertThat(failure)
                    .hasMessageContainingAll(
                            KeyUtils.getFingerPrint(BuiltinDigests.sha256, hostKey.getPublic()), fault);
        }
    }

    @Test
    void asksAHostWithSeveralKeysForTheOneThatIsKnown() throws Exception {
        KeyPair[] keys = {hostKey, otherKey, key(ED25519)};
        try (TestSftpServer all = new TestSftpServer(folder, keys)) {
            for (KeyPair known : keys) {
                Path hosts = Files.writeString(folder.resolve("hosts"), TestSftpServer.line(all.port(), known));
                String url = "ssh://me@127.0.0.1:%d/store".formatted(all.port());
                try (Remote remote = open(url, Map.of("password", "secret", "known_hosts", hosts.toString()))) {
                    assertThat(read(remote, "files/md5/d3")).isEqualTo("hello");
                }
            }
        }
    }

    @Test
    void tellsWhyAFileCannotBeRead() throws Exception {
        server.forbid("d3");
        try (Remote remote = open(url(), options("password", "secret"))) {
            assertThat(failure(remote, "files/md5/d4").reason()).isEqualTo(Reason.NOT_FOUND);
            assertThat(failure(remote, "gone/md5/d4").reason()).isEqualTo(Reason.NOT_FOUND);
            assertThat(failure(remote, "files/md5/d3").reason()).isEqualTo(Reason.FORBIDDEN);
            assertThat(failure(remote, "files/md5").reason()).isEqualTo(Reason.FAILED);
        }
        assertThat(server.sessions()).isOne();
    }

    @Test
    void opensAnotherSessionWhenOneBroke() throws Exception {
        byte[] content = new byte[1_000_000];
        Files.write(folder.resolve("store/large"), content);
        server.dropInTheMiddle();
        try (Remote remote = open(url(), options("password", "secret"))) {
            RemoteException failure = failure(remote, "large");
            assertThat(failure.reason()).isEqualTo(Reason.UNREACHABLE);
            byte[] read = new RemoteReader(remote, Duration.ofMillis(1), Duration.ofMinutes(1))
                    .read("large", InputStream::readAllBytes);
            assertThat(read).isEqualTo(content);
        }
        assertThat(server.sessions()).isEqualTo(2);
    }

    @Test
    void waitsForNoAnswerLongerThanTheTimeOut() throws Exception {
        server.hang();
        Map<String, String> options = options("password", "secret");
        options.put("timeout", "2");
        try (Remote remote = open(url(), options, Duration.ofDays(1))) {
            assertThat(failure(remote, "files/md5/d3").reason()).isEqualTo(Reason.UNREACHABLE);
        }
    }

    @Test
    void waitsForNoServerLongerThanTheTimeOut() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "ssh://me@127.0.0.1:%d/store".formatted(silent.getLocalPort());
            try (Remote remote = open(url, options("password", "secret"), Duration.ofMillis(300))) {
                assertThat(failure(remote, "a").reason()).isEqualTo(Reason.UNREACHABLE);
            }
        }
    }

    @Test
    void tellsOfAPortThatNobodyListensOnAndOfAHostThatDoesNotExist() throws Exception {
        server.close();
        for (String url : new String[] {url(), "ssh://me@no-such-host.invalid/store"}) {
            try (Remote remote = open(url, options("password", "secret"))) {
                assertThat(failure(remote, "a").reason()).isEqualTo(Reason.UNREACHABLE);
            }
        }
    }

    private static KeyPair key(String type) throws GeneralSecurityException {
        return KeyUtils.generateKeyPair(type, type.equals(RSA) ? 2048 : 256);
    }

    private String url() {
        return "ssh://127.0.0.1:%d/store".formatted(server.port());
    }

    private Path hosts(KeyPair key) throws IOException {
        return Files.writeString(folder.resolve("hosts"), TestSftpServer.line(server.port(), key));
    }

    /** Options with the right known hosts. */
    private Map<String, String> options(String... more) throws IOException {
        Map<String, String> options =
                new HashMap<>(Map.of("known_hosts", hosts(hostKey).toString()));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        return options;
    }
}
