package dev.etiqueta.git;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.sshd.ServerKeyDatabase;
import org.jspecify.annotations.Nullable;

/** The known keys of ssh servers: one that is not among them is refused, and nobody is asked. */
final class HostKeys implements ServerKeyDatabase {

    private final ServerKeyDatabase files;
    private final @Nullable Path file;
    private volatile @Nullable Refusal refusal;

    /** @param file the only file that counts; null for those of the user */
    HostKeys(ServerKeyDatabase files, @Nullable Path file) {
        this.files = files;
        this.file = file;
    }

    /**
     * A key that was refused.
     *
     * @param changed whether another key of the host is known
     */
    record Refusal(String fingerprint, boolean changed) {}

    /** The key that was refused last; null for none. */
    @Nullable
    Refusal refusal() {
        return refusal;
    }

    @Override
    public List<PublicKey> lookup(String address, InetSocketAddress remote, Configuration configuration) {
        return files.lookup(address, remote, new Strict(configuration, file));
    }

    @Override
    public boolean accept(
            String address,
            InetSocketAddress remote,
            PublicKey key,
            Configuration configuration,
            @Nullable CredentialsProvider provider) {
        // Without a provider there is nobody who could be asked to accept a key.
        if (files.accept(address, remote, key, new Strict(configuration, file), null)) {
            return true;
        }
        refusal = new Refusal(
                KeyUtils.getFingerPrint(BuiltinDigests.sha256, key),
                !lookup(address, remote, configuration).isEmpty());
        return false;
    }

    /** What a configuration says, apart from how strict to be. */
    private record Strict(Configuration given, @Nullable Path file) implements Configuration {

        @Override
        public List<String> getUserKnownHostsFiles() {
            return file == null
                    ? given.getUserKnownHostsFiles()
                    : List.of(file.toAbsolutePath().toString());
        }

        @Override
        public List<String> getGlobalKnownHostsFiles() {
            return file == null ? given.getGlobalKnownHostsFiles() : List.of();
        }

        @Override
        public StrictHostKeyChecking getStrictHostKeyChecking() {
            return StrictHostKeyChecking.REQUIRE_MATCH;
        }

        @Override
        public boolean getHashKnownHosts() {
            return given.getHashKnownHosts();
        }

        @Override
        public String getUsername() {
            return given.getUsername();
        }
    }
}
