package dev.etiqueta.signing;

import java.nio.file.Path;
import java.util.List;
import javax.security.auth.x500.X500Principal;

/** Whose signatures of models count. The files are read whenever a signature is verified. */
public sealed interface TrustedSigners {

    /**
     * The owner of a key.
     *
     * @param publicKey a PEM file with an elliptic curve key: P-256, P-384 or P-521
     */
    record Key(Path publicKey) implements TrustedSigners {}

    /**
     * Those to whom certificates have been made out.
     *
     * @param authorities a PEM file with the certificates of those who may make them out
     * @param subjects to whom; empty for anybody
     */
    record Certificates(Path authorities, List<X500Principal> subjects) implements TrustedSigners {

        public Certificates {
            subjects = List.copyOf(subjects);
        }
    }
}
