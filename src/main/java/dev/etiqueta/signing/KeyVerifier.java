package dev.etiqueta.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Base64;

/** The method {@code key}, section 4.1. */
final class KeyVerifier extends SignerVerifier {

    static final String PROPERTY = "etiqueta.models.signature.public-key";

    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private final PublicKey key;

    KeyVerifier(Path publicKey) {
        this.key = PemFile.publicKey(publicKey, PROPERTY);
    }

    @Override
    String verify(SignatureBundle bundle) {
        if (!(bundle.material() instanceof SignatureBundle.Material.Key material)) {
            throw new ModelSignatureException("it was made with a certificate; expected the key of " + PROPERTY);
        }
        String fingerprint = fingerprint();
        if (material.hint() != null && !material.hint().equals(fingerprint)) {
            throw new ModelSignatureException("it was made with another key than that of " + PROPERTY);
        }
        verify(bundle, key);
        return "key SHA256:" + fingerprint;
    }

    /** Of the key as PEM, as the reference implementation writes it into its signatures. */
    private String fingerprint() {
        String pem = "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n"
                .formatted(PEM.encodeToString(key.getEncoded()));
        return FileHash.SHA256.hex(pem.getBytes(US_ASCII));
    }
}
