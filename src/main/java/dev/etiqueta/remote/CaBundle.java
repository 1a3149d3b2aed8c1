package dev.etiqueta.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** A PEM file of the certificates that are trusted, instead of those that Java trusts. */
final class CaBundle {

    private final Collection<? extends Certificate> certificates;

    /** @throws RemoteOptionException if the file has no certificates in it */
    CaBundle(RemoteSettings settings, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            certificates = CertificateFactory.getInstance("X.509").generateCertificates(in);
        } catch (IOException | CertificateException e) {
            throw invalid(settings, file);
        }
        if (certificates.isEmpty()) {
            throw invalid(settings, file);
        }
    }

    private static RemoteOptionException invalid(RemoteSettings settings, Path file) {
        return new RemoteOptionException(
                settings,
                "has ssl_verify = %s, which is no readable PEM file with certificates".formatted(file),
                "Run `dvc remote modify %s ssl_verify` with true, false or the path of such a file."
                        .formatted(settings.name()));
    }

    TrustManager[] trustManagers() {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("ca" + number++, certificate);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("certificates that were read cannot be trusted", e);
        }
    }
}
