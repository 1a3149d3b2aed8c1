package dev.etiqueta.remote;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Which servers a remote trusts. */
final class Trust {

    private static final String OPTION = "ssl_verify";

    private final TrustManager @Nullable [] managers;
    private final boolean verifies;

    private Trust(TrustManager @Nullable [] managers, boolean verifies) {
        this.managers = managers;
        this.verifies = verifies;
    }

    /**
     * Reads {@code ssl_verify}: true, false, or the path of a PEM file with the certificates to trust, which then are
     * the only ones.
     */
    static Trust of(TypedOptions options) {
        Optional<Boolean> flag = TypedOptions.truth(options.text(OPTION).orElse("true"));
        if (flag.isEmpty()) {
            return new Trust(bundle(options), true);
        }
        return flag.get() ? new Trust(null, true) : new Trust(new TrustManager[] {new TrustAnyone()}, false);
    }

    /** Who says which certificates are trusted; null for the JDK's own. */
    TrustManager @Nullable [] managers() {
        return managers;
    }

    /** False where any certificate of any host will do. */
    boolean verifies() {
        return verifies;
    }

    private static TrustManager[] bundle(TypedOptions options) {
        Path file = options.file(OPTION).orElseThrow();
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store(PemCertificates.read(file)));
            return factory.getTrustManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new RemoteOptionException(
                    options.remote(),
                    "has %s = %s, which is no PEM file with certificates".formatted(OPTION, file),
                    options.change(OPTION, "FILE"),
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
