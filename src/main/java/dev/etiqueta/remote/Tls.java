package dev.etiqueta.remote;

import java.net.HttpURLConnection;
import java.security.GeneralSecurityException;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * How https connections of a remote are made: whom they trust, and who this client is.
 *
 * @param sockets null for the JDK's own
 * @param verifies false where any certificate will do
 */
record Tls(@Nullable SSLSocketFactory sockets, boolean verifies) {

    /** As the JDK does it. */
    static final Tls USUAL = new Tls(null, true);

    /** As the options want it. */
    static Tls of(TypedOptions options) {
        Trust trust = Trust.of(options);
        KeyManager @Nullable [] keys = ClientCertificate.of(options);
        return keys == null && trust.managers() == null ? USUAL : new Tls(sockets(trust, keys), trust.verifies());
    }

    /** Makes a connection so; one without TLS stays as it is. */
    void applyTo(HttpURLConnection connection) {
        if (connection instanceof HttpsURLConnection https && sockets != null) {
            https.setSSLSocketFactory(sockets);
            if (!verifies) {
                https.setHostnameVerifier((host, session) -> true);
            }
        }
    }

    private static SSLSocketFactory sockets(Trust trust, KeyManager @Nullable [] keys) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.managers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("certificates that were read cannot be used", e);
        }
    }
}
