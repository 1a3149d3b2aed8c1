package dev.etiqueta.signing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who made a signature, if his counts. */
abstract sealed class SignerVerifier permits KeyVerifier, CertificateVerifier {

    private static final Map<Integer, String> ALGORITHMS =
            Map.of(256, "SHA256withECDSA", 384, "SHA384withECDSA", 521, "SHA512withECDSA");

    static SignerVerifier of(TrustedSigners signers) {
        return switch (signers) {
            case TrustedSigners.Key key -> new KeyVerifier(key.publicKey());
            case TrustedSigners.Certificates certificates ->
                new CertificateVerifier(certificates.authorities(), certificates.subjects());
        };
    }

    /**
     * Verifies the signature of a bundle.
     *
     * @return who made it, for people to read
     * @throws ModelSignatureException if it does not count
     */
    abstract String verify(SignatureBundle bundle);

    static void verify(SignatureBundle bundle, PublicKey key) {
        try {
            Signature signature = Signature.getInstance(algorithm(key));
            signature.initVerify(key);
            signature.update(preAuthenticationEncoding(bundle));
            if (signature.verify(bundle.signature())) {
                return;
            }
        } catch (GeneralSecurityException e) {
            throw new ModelSignatureException("its bytes are no signature", e);
        }
        throw new ModelSignatureException("it was made with another key, or for something else");
    }

    /** @throws ModelSignatureException if the specification knows no such key */
    static String algorithm(PublicKey key) {
        @Nullable
        String algorithm = key instanceof ECPublicKey curve
                ? ALGORITHMS.get(curve.getParams().getCurve().getField().getFieldSize())
                : null;
        if (algorithm == null) {
            throw new ModelSignatureException(
                    "its key is of type %s; expected an elliptic curve key, P-256, P-384 or P-521"
                            .formatted(key.getAlgorithm()));
        }
        return algorithm;
    }

    /** What was signed, see the DSSE protocol. */
    private static byte[] preAuthenticationEncoding(SignatureBundle bundle) {
        byte[] type = SignatureBundle.PAYLOAD_TYPE.getBytes(US_ASCII);
        byte[] header = "DSSEv1 %d %s %d "
                .formatted(type.length, SignatureBundle.PAYLOAD_TYPE, bundle.payload().length)
                .getBytes(US_ASCII);
        byte[] encoding = new byte[header.length + bundle.payload().length];
        System.arraycopy(header, 0, encoding, 0, header.length);
        System.arraycopy(bundle.payload(), 0, encoding, header.length, bundle.payload().length);
        return encoding;
    }
}
