package dev.etiqueta.remote;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/** Who this client is where a server asks for a certificate: {@code cert_path} and {@code key_path}, in PEM form. */
final class ClientCertificate {

    private ClientCertificate() {}

    /** The certificate with its key; null where {@code cert_path} is not set. Without {@code key_path}, one file has both. */
    static KeyManager @Nullable [] of(TypedOptions options) {
        Optional<Path> certificate = options.file("cert_path");
        if (certificate.isEmpty()) {
            return null;
        }
        String keyOption = options.text("key_path").isPresent() ? "key_path" : "cert_path";
        KeyPair key = KeyFile.read(options, keyOption, Optional.empty());
        try {
            return managers(key, PemCertificates.read(certificate.get()).toArray(Certificate[]::new));
        } catch (IOException | GeneralSecurityException e) {
            throw new RemoteOptionException(
                    options.remote(),
                    "has cert_path = %s, which has no certificate for the key".formatted(certificate.get()),
                    "Name a file in PEM form with the certificate of this client before those of its issuers.",
                    e);
        }
    }

    private static KeyManager[] managers(KeyPair key, Certificate[] chain)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry("client", key.getPrivate(), new char[0], chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }
}
