package dev.etiqueta.git;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Locale;
import java.util.function.BiPredicate;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.JDKHttpConnection;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;
import org.eclipse.jgit.util.HttpSupport;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP requests of one transport: none carries credentials to another server than that of the url, and the last
 * status is there to tell failures by.
 */
final class HttpExchanges extends JDKHttpConnectionFactory {

    private final URIish origin;
    private final BiPredicate<URI, URI> redirects;
    private volatile int status;
    private volatile @Nullable URL last;

    HttpExchanges(URIish origin, BiPredicate<URI, URI> redirects) {
        this.origin = origin;
        this.redirects = redirects;
    }

    /** The status of the last answer; 0 where there has been none. */
    int status() {
        return status;
    }

    /** The server that the last request went to, if a redirect has led away from that of the url. */
    @Nullable
    String elsewhere() {
        URL url = last;
        return url == null || isOrigin(url) ? null : url.getProtocol() + "://" + url.getAuthority();
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return create(url, HttpSupport.proxyFor(ProxySelector.getDefault(), url));
    }

    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
        if (!isOrigin(url) && !mayRedirectTo(url)) {
            throw new RedirectRefusedException(
                    url.getProtocol() + "://" + url.getAuthority().replaceFirst("^.*@", ""));
        }
        last = url;
        status = 0;
        return new Exchange(url, proxy);
    }

    private boolean mayRedirectTo(URL url) {
        try {
            return redirects.test(new URI(origin.toPrivateString()), url.toURI());
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private boolean isOrigin(URL url) {
        int port = url.getPort() < 0 ? url.getDefaultPort() : url.getPort();
        return isOrigin(url.getProtocol(), url.getHost(), port);
    }

    boolean isOrigin(URIish uri) {
        return isOrigin(String.valueOf(uri.getScheme()), String.valueOf(uri.getHost()), port(uri));
    }

    private boolean isOrigin(String scheme, String host, int port) {
        return scheme.equalsIgnoreCase(origin.getScheme())
                && host.equalsIgnoreCase(origin.getHost())
                && port == port(origin);
    }

    private static int port(URIish uri) {
        if (uri.getPort() > 0) {
            return uri.getPort();
        }
        return "https".equals(String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) ? 443 : 80;
    }

    private final class Exchange extends JDKHttpConnection {

        private final boolean trusted;

        Exchange(URL url, Proxy proxy) throws IOException {
            super(url, proxy);
            this.trusted = isOrigin(url);
        }

        @Override
        public void setRequestProperty(String key, String value) {
            if (trusted || !key.equalsIgnoreCase("Authorization")) {
                super.setRequestProperty(key, value);
            }
        }

        @Override
        public int getResponseCode() throws IOException {
            status = super.getResponseCode();
            return status;
        }
    }
}
