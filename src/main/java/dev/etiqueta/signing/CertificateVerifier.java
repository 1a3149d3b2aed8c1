package dev.etiqueta.signing;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/**
 * The method {@code certificate}, section 4.1: the chain of the bundle has to lead to an authority of the deployer, and be
 * valid now. Whether one was revoked is not asked.
 */
final class CertificateVerifier extends SignerVerifier {

    static final String PROPERTY = "etiqueta.models.signature.certificates";

    private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";
    private static final String ANY_USAGE = "2.5.29.37.0";
    private static final int LONGEST_CHAIN = 10;

    private final Set<TrustAnchor> authorities;
    private final List<X500Principal> subjects;

    CertificateVerifier(Path authorities, List<X500Principal> subjects) {
        this.authorities = PemFile.certificates(authorities, PROPERTY).stream()
                .map(certificate -> new TrustAnchor(certificate, null))
                .collect(Collectors.toSet());
        this.subjects = subjects;
    }

    @Override
    String verify(SignatureBundle bundle) {
        if (!(bundle.material() instanceof SignatureBundle.Material.Chain material)) {
            throw new ModelSignatureException(
                    "it was made with a key; expected a certificate from those of " + PROPERTY);
        }
        X509Certificate signer = signer(material.certificates());
        if (!mayItSign(signer)) {
            throw new ModelSignatureException(
                    "the certificate of %s is not one for signatures".formatted(name(signer)));
        }
        if (!subjects.isEmpty() && !subjects.contains(signer.getSubjectX500Principal())) {
            throw new ModelSignatureException(
                    "%s is not one of etiqueta.models.signature.subjects".formatted(name(signer)));
        }
        verify(bundle, signer.getPublicKey());
        return "certificate " + name(signer);
    }

    private X509Certificate signer(List<byte[]> encoded) {
        if (encoded.isEmpty() || encoded.size() > LONGEST_CHAIN) {
            throw new ModelSignatureException(
                    "it has %d certificates; expected 1 to %d".formatted(encoded.size(), LONGEST_CHAIN));
        }
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> chain = new ArrayList<>();
            for (byte[] certificate : encoded) {
                chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(certificate)));
            }
            CertPath path = factory.generateCertPath(withoutAuthority(chain));
            PKIXParameters parameters = new PKIXParameters(authorities);
            parameters.setRevocationEnabled(false);
            CertPathValidator.getInstance("PKIX").validate(path, parameters);
            return chain.getFirst();
        } catch (GeneralSecurityException e) {
            throw new ModelSignatureException(
                    "its certificate does not lead to one of %s, or is not valid now".formatted(PROPERTY), e);
        }
    }

    /** A chain may end with the authority itself. */
    private List<X509Certificate> withoutAuthority(List<X509Certificate> chain) {
        X509Certificate last = chain.getLast();
        boolean authority =
                chain.size() > 1 && authorities.stream().anyMatch(each -> last.equals(each.getTrustedCert()));
        return authority ? chain.subList(0, chain.size() - 1) : chain;
    }

    private static boolean mayItSign(X509Certificate certificate) {
        boolean[] usage = certificate.getKeyUsage();
        try {
            List<String> extended = certificate.getExtendedKeyUsage();
            // That of a web server is from the same authority, and no signer's.
            boolean code = extended != null && (extended.contains(CODE_SIGNING) || extended.contains(ANY_USAGE));
            return usage == null ? code : usage[0] && (extended == null || code);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }
}
