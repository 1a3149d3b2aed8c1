package dev.etiqueta.git;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Whose signatures a revision needs. The files are read whenever one is verified, so that a key can be withdrawn while
 * running.
 *
 * @param ssh a file in the form of OpenSSH's allowed signers, as git takes it for {@code gpg.ssh.allowedSignersFile}; null
 *     for none
 * @param openPgp a file of OpenPGP public keys, armored or not; null for none
 */
public record AllowedSigners(@Nullable Path ssh, @Nullable Path openPgp) {

    /** No revision needs a signature. */
    public static final AllowedSigners ANYBODY = new AllowedSigners(null, null);

    boolean isAnybody() {
        return ssh == null && openPgp == null;
    }
}
