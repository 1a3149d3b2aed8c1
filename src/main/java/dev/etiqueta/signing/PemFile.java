package dev.etiqueta.signing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A PEM file that the deployer names. */
final class PemFile {

    private static final int LONGEST = 1 << 20;
    private static final Pattern PUBLIC_KEY =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

    private PemFile() {}

    static PublicKey publicKey(Path file, String property) {
        Matcher pem = PUBLIC_KEY.matcher(new String(read(file, property), StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw ModelSignatureException.unusable(property, "it has no BEGIN PUBLIC KEY", null);
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(pem.group(1));
            PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
            SignerVerifier.algorithm(key);
            return key;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw ModelSignatureException.unusable(property, "it has no elliptic curve key, P-256, P-384 or P-521", e);
        }
    }

    static List<X509Certificate> certificates(Path file, String property) {
        byte[] content = read(file, property);
        try {
            List<X509Certificate> certificates =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(new ByteArrayInputStream(content))
                            .stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (!certificates.isEmpty()) {
                return certificates;
            }
        } catch (GeneralSecurityException e) {
            throw ModelSignatureException.unusable(property, "it has something else than certificates", e);
        }
        throw ModelSignatureException.unusable(property, "it has no certificate", null);
    }

    private static byte[] read(Path file, String property) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LONGEST + 1);
            if (content.length > LONGEST) {
                throw ModelSignatureException.unusable(property, "it has more than %d bytes".formatted(LONGEST), null);
            }
            return content;
        } catch (IOException e) {
            throw ModelSignatureException.unusable(
                    property, "it cannot be read (%s)".formatted(e.getClass().getSimpleName()), e);
        }
    }
}
