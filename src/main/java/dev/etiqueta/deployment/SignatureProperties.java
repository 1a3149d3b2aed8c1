package dev.etiqueta.deployment;

import dev.etiqueta.signing.TrustedSigners;
import java.nio.file.Path;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may sign models. Where a key or certificates are set, models need a signature.
 *
 * @param publicKey a PEM file with the signer's key
 * @param certificates a PEM file with the certificates of those who make out the signers'
 * @param subjects of the signers' certificates; any where there are none
 */
@ConfigurationProperties(prefix = SignatureProperties.PREFIX, ignoreUnknownFields = false)
record SignatureProperties(
        @Nullable Path publicKey,
        @Nullable Path certificates,
        @DefaultValue List<String> subjects) {

    static final String PREFIX = "etiqueta.models.signature";

    /** @throws IllegalArgumentException for a key and certificates, and for subjects of no certificates */
    SignatureProperties {
        subjects = List.copyOf(subjects);
        if (publicKey != null && certificates != null) {
            throw new IllegalArgumentException(PREFIX + ".public-key and .certificates are set: which one counts?");
        }
        if (certificates == null && !subjects.isEmpty()) {
            throw new IllegalArgumentException(PREFIX + ".subjects is set, and .certificates is not");
        }
        subjects.forEach(X500Principal::new);
    }

    /** Null where models need no signature. */
    @Nullable
    TrustedSigners signers() {
        if (publicKey != null) {
            return new TrustedSigners.Key(publicKey);
        }
        return certificates == null
                ? null
                : new TrustedSigners.Certificates(
                        certificates, subjects.stream().map(X500Principal::new).toList());
    }
}
