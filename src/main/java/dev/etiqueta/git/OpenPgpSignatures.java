package dev.etiqueta.git;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPObjectFactory;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRing;
import org.bouncycastle.openpgp.PGPPublicKeyRingCollection;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.SignatureVerifiers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signatures by OpenPGP keys of a file, and of no other place: JGit's own verifier looks into the user's key ring, and
 * trusts whatever is in there.
 */
final class OpenPgpSignatures {

    static final String PROPERTY = "etiqueta.repository.allowed-pgp-keys";

    private static final Logger log = LoggerFactory.getLogger(OpenPgpSignatures.class);
    private static final Set<Integer> HASHES = Set.of(
            HashAlgorithmTags.SHA256,
            HashAlgorithmTags.SHA384,
            HashAlgorithmTags.SHA512,
            HashAlgorithmTags.SHA3_256,
            HashAlgorithmTags.SHA3_512);

    private final Path file;

    OpenPgpSignatures(Path file) {
        this.file = file;
    }

    static boolean isOne(byte[] signature) {
        return SignatureVerifiers.getFormat(signature) == GpgConfig.GpgFormat.OPENPGP;
    }

    /**
     * Reads the file of keys.
     *
     * @throws GitException if it has none
     */
    PGPPublicKeyRingCollection readSigners() {
        byte[] content = SignerFile.read(file, PROPERTY);
        try {
            PGPPublicKeyRingCollection keys = new PGPPublicKeyRingCollection(
                    PGPUtil.getDecoderStream(new ByteArrayInputStream(content)), new BcKeyFingerprintCalculator());
            if (keys.size() > 0) {
                return keys;
            }
        } catch (IOException | PGPException | RuntimeException e) {
            throw SignerFile.unusable(PROPERTY, "it is no file of OpenPGP public keys", e);
        }
        throw SignerFile.unusable(PROPERTY, "it has no OpenPGP public key", null);
    }

    Signature verify(byte[] data, byte[] signature) {
        PGPPublicKeyRingCollection keys = readSigners();
        Signature last = Signature.worthless("its signature is damaged");
        try {
            PGPObjectFactory packets =
                    new BcPGPObjectFactory(PGPUtil.getDecoderStream(new ByteArrayInputStream(signature)));
            if (packets.nextObject() instanceof PGPSignatureList list) {
                for (PGPSignature each : list) {
                    last = verify(data, each, keys);
                    if (last.signer() != null) {
                        return last;
                    }
                }
            }
        } catch (IOException | PGPException | RuntimeException e) {
            log.debug("A signature that cannot be read: {}", e.toString());
        }
        return last;
    }

    private static Signature verify(byte[] data, PGPSignature signature, PGPPublicKeyRingCollection keys)
            throws PGPException {
        String id = "%016X".formatted(signature.getKeyID());
        PGPPublicKeyRing ring = keys.getPublicKeyRing(signature.getKeyID());
        PGPPublicKey key = ring == null ? null : ring.getPublicKey(signature.getKeyID());
        if (key == null) {
            return Signature.worthless("the OpenPGP key %s is not one of %s".formatted(id, PROPERTY));
        }
        if (signature.getSignatureType() != PGPSignature.BINARY_DOCUMENT
                || !HASHES.contains(signature.getHashAlgorithm())) {
            return Signature.worthless("its signature is of a kind, or by a hash, that does not count");
        }
        Instant made = signature.getCreationTime().toInstant();
        if (isUnusable(ring.getPublicKey(), made) || isUnusable(key, made)) {
            return Signature.worthless(
                    "the OpenPGP key %s is revoked, or expired at the time of the signature".formatted(id));
        }
        signature.init(new BcPGPContentVerifierBuilderProvider(), key);
        signature.update(data);
        return signature.verify()
                ? Signature.by("%s (OpenPGP %s)".formatted(user(ring.getPublicKey()), fingerprint(key)))
                : Signature.worthless("its signature does not match what it signs");
    }

    private static boolean isUnusable(PGPPublicKey key, Instant made) {
        Instant created = key.getCreationTime().toInstant();
        long seconds = key.getValidSeconds();
        boolean expired = seconds > 0 && made.isAfter(created.plus(Duration.ofSeconds(seconds)));
        return key.hasRevocation() || expired || made.isBefore(created);
    }

    private static String user(PGPPublicKey key) {
        Iterator<String> users = key.getUserIDs();
        return users.hasNext() ? Text.oneLine(users.next()) : "(no name)";
    }

    private static String fingerprint(PGPPublicKey key) {
        return HexFormat.of().formatHex(key.getFingerprint()).toUpperCase(Locale.ROOT);
    }
}
