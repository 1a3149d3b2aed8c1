package dev.etiqueta.git;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Set;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.GpgConfig;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.SignatureVerifier;
import org.eclipse.jgit.lib.SignatureVerifier.SignatureVerification;
import org.eclipse.jgit.lib.SignatureVerifiers;
import org.eclipse.jgit.signing.ssh.SigningKeyDatabase;
import org.eclipse.jgit.signing.ssh.VerificationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signatures by ssh keys, which JGit verifies as {@code ssh-keygen -Y verify} does. */
final class SshSignatures {

    static final String PROPERTY = "etiqueta.repository.allowed-signers";

    private static final Logger log = LoggerFactory.getLogger(SshSignatures.class);
    private static final String BEGIN = "-----BEGIN SSH SIGNATURE-----";
    private static final String END = "-----END SSH SIGNATURE-----";

    /** Before the fields: "SSHSIG" and a version. */
    private static final int PREAMBLE = 10;

    /** Those that OpenSSH knows; JGit takes each that the JDK has, such as MD5. */
    private static final Set<String> HASHES = Set.of("sha256", "sha512");

    private final Path file;
    private final GpgConfig config;
    private final SignatureVerifier verifier;

    SshSignatures(Path file) {
        this.file = file;
        Config values = new Config();
        values.setString(
                "gpg", "ssh", "allowedSignersFile", file.toAbsolutePath().toString());
        this.config = new GpgConfig(values);
        this.verifier = SignatureVerifiers.get(GpgConfig.GpgFormat.SSH);
    }

    static boolean isOne(byte[] signature) {
        return SignatureVerifiers.getFormat(signature) == GpgConfig.GpgFormat.SSH;
    }

    /**
     * Reads the file of signers.
     *
     * @throws GitException if it is not one
     */
    void readSigners(Repository repository) {
        SignerFile.read(file, PROPERTY);
        verifier.clear();
        try {
            // The file is read in order to say that it does not have this key.
            PublicKey unknown =
                    KeyPairGenerator.getInstance("EC").generateKeyPair().getPublic();
            String principal = SigningKeyDatabase.getInstance().isAllowed(repository, config, unknown, "git", null);
            log.trace("nobody has this key: {}", principal);
        } catch (GeneralSecurityException | IOException | VerificationException e) {
            log.error("The file of {} is not one of allowed signers: {}", PROPERTY, e.getMessage());
            throw SignerFile.unusable(
                    PROPERTY, "it is not in the form of OpenSSH's allowed signers; the log names the line", e);
        }
    }

    Signature verify(Repository repository, byte[] data, byte[] signature) throws IOException {
        readSigners(repository);
        String hash = hash(signature);
        if (!HASHES.contains(hash)) {
            return Signature.worthless("its signature is none of OpenSSH's");
        }
        SignatureVerification found = verifier.verify(repository, config, data, signature);
        if (found.verified() && !found.expired() && found.keyUser() != null) {
            return Signature.by("%s (%s)".formatted(Text.oneLine(found.keyUser()), found.keyFingerprint()));
        }
        return Signature.worthless(
                found.keyFingerprint() == null
                        ? "its signature is damaged"
                        : "the ssh key %s is not one of %s, or not at the time of the signature (%s)"
                                .formatted(
                                        found.keyFingerprint(),
                                        PROPERTY,
                                        Text.oneLine(String.valueOf(found.message()))));
    }

    /** The name of the hash in a signature; empty where there is none. */
    private static String hash(byte[] signature) {
        try {
            String text = new String(signature, US_ASCII);
            int begin = text.indexOf(BEGIN) + BEGIN.length();
            String body = text.substring(begin, text.indexOf(END, begin));
            ByteArrayBuffer fields = new ByteArrayBuffer(Base64.getMimeDecoder().decode(body));
            fields.rpos(PREAMBLE);
            fields.getBytes();
            fields.getString();
            fields.getString();
            return fields.getString();
        } catch (RuntimeException e) {
            log.debug("A signature that cannot be read: {}", e.toString());
            return "";
        }
    }
}
