package dev.etiqueta.remote;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Collection;
import java.util.Locale;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whom https connections of a remote trust.
 *
 * @param sockets null for the JDK's own
 * @param verifies false where any certificate will do
 */
record Tls(@Nullable SSLSocketFactory sockets, boolean verifies) {

    /**
     * Reads {@code ssl_verify}: true, false, or the path of a PEM file with the certificates to trust, which then are
     * the only ones; and {@code cert_path} with {@code key_path}, which is who this client is.
     */
    static Tls of(RemoteSettings remote) {
        KeyManager @Nullable [] keys = ClientCertificate.of(remote);
        String verify = remote.option("ssl_verify").orElse("true").toLowerCase(Locale.ROOT);
        return switch (verify) {
            case "true" -> new Tls(keys == null ? null : sockets(remote, keys, null), true);
            case "false" -> new Tls(sockets(remote, keys, new TrustManager[] {new TrustAnyone()}), false);
            default -> new Tls(sockets(remote, keys, bundle(remote)), true);
        };
    }

    /** Makes a connection trust them; one without TLS stays as it is. */
    void applyTo(HttpURLConnection connection) {
        if (connection instanceof HttpsURLConnection https && sockets != null) {
            https.setSSLSocketFactory(sockets);
            if (!verifies) {
                https.setHostnameVerifier((host, session) -> true);
            }
        }
    }

    private static SSLSocketFactory sockets(
            RemoteSettings remote, KeyManager @Nullable [] keys, TrustManager @Nullable [] trusted) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trusted, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new RemoteOptionException(
                    remote, "ssl_verify", "cannot be used: " + e.getMessage(), "Check the certificates.", e);
        }
    }

    private static TrustManager[] bundle(RemoteSettings remote) {
        Path file = new TypedOptions(remote).file("ssl_verify").orElseThrow();
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store(PemCertificates.read(file)));
            return factory.getTrustManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new RemoteOptionException(
                    remote,
                    "ssl_verify",
                    "names " + file + ", which is no list of certificates",
                    "Name a file with one or more certificates in PEM form.",
                    e);
        }
    }

    private static KeyStore store(Collection<? extends Certificate> certificates)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (Certificate certificate : certificates) {
            store.setCertificateEntry("ca" + store.size(), certificate);
        }
        return store;
    }
}
