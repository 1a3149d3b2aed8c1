package dev.etiqueta.remote;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.Objects;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.jspecify.annotations.Nullable;

/** Takes the keys of hosts that are in OpenSSH's file of them, and no others; the file is never written to. */
final class KnownHosts implements ServerKeyVerifier {

    private final Path file;
    private final String host;
    private final int port;
    private final ServerKeyVerifier known;
    private volatile @Nullable String refusal;

    KnownHosts(Path file, String host, int port) {
        this.file = file;
        this.host = host;
        this.port = port;
        this.known = new KnownHostsServerKeyVerifier(RejectAllServerKeyVerifier.INSTANCE, file);
    }

    @Override
    public boolean verifyServerKey(ClientSession session, SocketAddress address, PublicKey key) {
        boolean accepted = known.verifyServerKey(session, address, key);
        refusal = accepted ? null : refusal(key);
        return accepted;
    }

    /** Forgets what was wrong with a key that was shown before. */
    void forgetRefusal() {
        refusal = null;
    }

    /** What is wrong with the key that was shown last; null if nothing is. */
    @Nullable
    String refusal() {
        return refusal;
    }

    private String refusal(PublicKey key) {
        String type = KeyUtils.getKeyType(key);
        String fault = keyTypes().contains(type) ? "is another than the one in" : "is not in";
        return "the host key %s %s %s %s"
                .formatted(type, KeyUtils.getFingerPrint(BuiltinDigests.sha256, key), fault, file);
    }

    /**
     * The types of the keys that are known of the host. The server is to be asked for one of them: of a type that is
     * not known it may have another key, which would look like a wrong one.
     */
    List<String> keyTypes() {
        if (!Files.isReadable(file)) {
            return List.of();
        }
        try {
            return KnownHostEntry.readKnownHostEntries(file).stream()
                    .filter(entry -> entry.isHostMatch(host, port) && entry.getKeyEntry() != null)
                    .map(entry -> entry.getKeyEntry().getKeyType())
                    .filter(Objects::nonNull)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
