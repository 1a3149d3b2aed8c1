package dev.etiqueta.signing;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The files of a folder as somebody has signed them. */
public final class SignedFiles {

    /** The file with the signature, beside those that it signs. */
    public static final String SIGNATURE = "model.sig";

    /** Never signed, section 6.2. */
    private static final Set<String> GIT = Set.of(".git", ".gitignore", ".gitattributes", ".github");

    private final String signer;
    private final byte[] signature;
    private final Manifest manifest;

    private SignedFiles(String signer, byte[] signature, Manifest manifest) {
        this.signer = signer;
        this.signature = signature;
        this.manifest = manifest;
    }

    /**
     * Verifies a signature, section 8.1 to 8.3.
     *
     * @param signature the content of {@link #SIGNATURE}; null where there is none
     * @throws ModelSignatureException if it does not count
     */
    public static SignedFiles verify(byte @Nullable [] signature, TrustedSigners signers) {
        SignerVerifier verifier = SignerVerifier.of(signers);
        if (signature == null) {
            throw new ModelSignatureException("there is none, as no file %s lies beside them".formatted(SIGNATURE));
        }
        SignatureBundle bundle = SignatureBundle.parse(signature);
        String signer = verifier.verify(bundle);
        return new SignedFiles(signer, signature, Manifest.parse(bundle.payload()));
    }

    /**
     * Reads what those whose signatures count are known by, so that a mistake in it shows at the start.
     *
     * @throws ModelSignatureException if a file cannot be used
     */
    public static void requireUsable(TrustedSigners signers) {
        SignerVerifier.of(signers);
    }

    /** Who signed, for people to read. */
    public String signer() {
        return signer;
    }

    /**
     * Compares the files that there are with those that were signed, section 8.4.
     *
     * @param paths of all files of the folder
     * @return those that were signed, and the signature
     * @throws ModelSignatureException if one is missing, or one is there that nobody has signed
     */
    public List<String> select(Collection<String> paths) {
        Set<String> missing = new TreeSet<>(manifest.paths());
        missing.removeAll(paths);
        SignatureBundle.require(missing.isEmpty(), "signed files are missing: %s".formatted(some(missing)));
        Set<String> extra = new TreeSet<>();
        for (String path : paths) {
            if (!manifest.paths().contains(path) && !isLeftOut(path)) {
                extra.add(path);
            }
        }
        SignatureBundle.require(extra.isEmpty(), "files are there that nobody has signed: %s".formatted(some(extra)));
        return paths.stream()
                .filter(path -> path.equals(SIGNATURE) || (manifest.paths().contains(path) && !isLeftOut(path)))
                .toList();
    }

    private boolean isLeftOut(String path) {
        String top = path.contains("/") ? path.substring(0, path.indexOf('/')) : path;
        return path.equals(SIGNATURE) || GIT.contains(top) || manifest.ignores(path);
    }

    private static List<String> some(Set<String> paths) {
        return paths.stream().limit(10).toList();
    }

    /**
     * Compares a file with what was signed.
     *
     * @throws ModelSignatureException if it is another, or was not signed
     */
    public void check(String path, byte[] content) {
        if (!path.equals(SIGNATURE)) {
            manifest.check(path, content);
        } else if (!Arrays.equals(content, signature)) {
            throw new ModelSignatureException("%s is not the one that was verified".formatted(SIGNATURE));
        }
    }
}
