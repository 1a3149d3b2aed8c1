package dev.etiqueta.server;

import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jetty.JettyServerCustomizer;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * Takes a new certificate, and new ones to trust, when those of the server's SSL bundle change on the disk. Connections that
 * there are go on; new ones get the new certificate.
 */
final class CertificateReload implements JettyServerCustomizer {

    private static final Logger log = LoggerFactory.getLogger(CertificateReload.class);

    private final String bundle;
    private final SslBundles bundles;

    /** @param bundle the name of the server's */
    CertificateReload(String bundle, SslBundles bundles) {
        this.bundle = bundle;
        this.bundles = bundles;
    }

    @Override
    public void customize(Server server) {
        for (Connector connector : server.getConnectors()) {
            SslConnectionFactory tls = connector.getConnectionFactory(SslConnectionFactory.class);
            if (tls != null) {
                bundles.addBundleUpdateHandler(bundle, changed -> reload(tls.getSslContextFactory(), changed));
            }
        }
    }

    private void reload(SslContextFactory.Server context, SslBundle changed) {
        try {
            context.reload(same -> {
                same.setKeyStore(changed.getStores().getKeyStore());
                same.setKeyStorePassword(changed.getStores().getKeyStorePassword());
                same.setKeyManagerPassword(changed.getKey().getPassword());
                same.setCertAlias(changed.getKey().getAlias());
                same.setTrustStore(changed.getStores().getTrustStore());
            });
            log.info("The certificate of the SSL bundle {} has changed: new connections get the new one", bundle);
        } catch (Exception e) {
            log.error("The certificate of the SSL bundle {} has changed and cannot be used", bundle, e);
        }
    }
}
