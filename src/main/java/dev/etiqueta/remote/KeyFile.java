package dev.etiqueta.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.io.resource.PathResource;
import org.apache.sshd.common.util.security.SecurityUtils;

/** Private keys in the forms of OpenSSH and OpenSSL, but for those of PKCS #8 with a passphrase. */
final class KeyFile {

    private KeyFile() {}

    /**
     * Reads the key that an option names.
     *
     * @param option that is set
     * @param passphrase of an encrypted key
     */
    static KeyPair read(TypedOptions options, String option, Optional<String> passphrase) {
        Path file = options.file(option).orElseThrow();
        FilePasswordProvider decryption =
                passphrase.map(FilePasswordProvider::of).orElse(FilePasswordProvider.EMPTY);
        try (InputStream in = Files.newInputStream(file)) {
            Iterable<KeyPair> pairs = SecurityUtils.loadKeyPairIdentities(null, new PathResource(file), in, decryption);
            Iterator<KeyPair> keys = pairs == null ? Collections.emptyIterator() : pairs.iterator();
            if (keys.hasNext()) {
                return keys.next();
            }
            throw new IOException("no key");
        } catch (IOException | GeneralSecurityException | RuntimeException | NoClassDefFoundError e) {
            // The last: what decrypts PKCS #8 is in a library of Bouncy Castle's that is not here.
            throw new RemoteOptionException(
                    options.remote(),
                    "has %s = %s, which has no private key that can be read, or another passphrase"
                            .formatted(option, file),
                    "Name a private key of type Ed25519, ECDSA or RSA, and set passphrase if it is encrypted, which it"
                            + " may be in OpenSSH's form only: `ssh-keygen -p` converts others.",
                    e);
        }
    }
}
