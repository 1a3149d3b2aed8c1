package dev.etiqueta.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * An OpenSSH server as a process of this user, with keys of its own.
 *
 * @param knownHosts a file that has its host key
 */
record SshServer(ServerProcess process, int port, Path files, Path knownHosts) implements DvcServer {

    private static final String PASSPHRASE = "open sesame";

    static SshServer start(Path parent) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(parent.resolve("ssh"));
        String hostKey = createKey(folder.resolve("host"), "");
        createKey(folder.resolve("user"), PASSPHRASE);
        createKey(folder.resolve("stranger"), "");
        int port = ServerProcess.freePort();
        Path configuration = Files.writeString(folder.resolve("sshd_config"), """
                HostKey %1$s/host
                AuthorizedKeysFile %1$s/user.pub
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                PermitRootLogin prohibit-password
                StrictModes no
                UsePAM no
                PidFile none
                Subsystem sftp internal-sftp
                """.formatted(folder));
        Path knownHosts =
                Files.writeString(folder.resolve("known_hosts"), "[127.0.0.1]:%d %s".formatted(port, hostKey));
        ServerProcess process = ServerProcess.start(
                folder,
                port,
                Map.of(),
                "/usr/sbin/sshd",
                "-D",
                "-e",
                "-f",
                configuration.toString(),
                "-o",
                "ListenAddress=127.0.0.1",
                "-p",
                Integer.toString(port));
        return new SshServer(process, port, folder, knownHosts);
    }

    /** Gives the public half, of the kind that ssh-keygen makes by itself since OpenSSH 9.5. */
    private static String createKey(Path file, String passphrase) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-f", file.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).as("ssh-keygen").isZero();
        return Files.readString(file.resolveSibling(file.getFileName() + ".pub"));
    }

    @Override
    public String url() {
        return "ssh://%s@127.0.0.1:%d%s/store".formatted(System.getProperty("user.name"), port, files);
    }

    @Override
    public Map<String, String> options() {
        return Map.of("keyfile", files.resolve("user").toString(), "passphrase", PASSPHRASE);
    }

    @Override
    public Map<String, String> readingOptions() {
        return Map.of("known_hosts", knownHosts.toString());
    }

    @Override
    public Map<String, String> wrongOptions() {
        return Map.of("keyfile", files.resolve("stranger").toString());
    }

    @Override
    public void close() {
        process.close();
    }
}
