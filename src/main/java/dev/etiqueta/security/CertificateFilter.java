package dev.etiqueta.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;

/** Knows a caller by the certificate of the connection, which the web server has verified. */
final class CertificateFilter extends HttpFilter {

    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private final Supplier<Keys> keys;

    CertificateFilter(Supplier<Keys> keys) {
        this.keys = keys;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (request.getAttribute(CERTIFICATES) instanceof X509Certificate[] certificates && certificates.length > 0) {
            Key key = keys.get().ofSubject(certificates[0].getSubjectX500Principal());
            if (key != null) {
                Principals.set(key.name(), key.roles());
            }
        }
        chain.doFilter(request, response);
    }
}
