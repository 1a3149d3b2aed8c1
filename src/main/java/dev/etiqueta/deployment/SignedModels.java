package dev.etiqueta.deployment;

import dev.etiqueta.dvc.TrackedFile;
import dev.etiqueta.dvc.TrackedFiles;
import dev.etiqueta.signing.SignedFiles;
import dev.etiqueta.signing.TrustedSigners;
import org.jspecify.annotations.Nullable;

/**
 * Lets only such files through as somebody has signed who may. Each is read and compared before anything is done with any,
 * and compared again whenever it is read: MD5, by which DVC knows it, is no proof against who makes two files of one
 * digest.
 */
final class SignedModels {

    private static final int LONGEST_SIGNATURE = 16 << 20;

    private final @Nullable TrustedSigners signers;

    /** @param signers null where models need no signature */
    SignedModels(@Nullable TrustedSigners signers) {
        this.signers = signers;
    }

    /**
     * Files that may be used.
     *
     * @param signer who signed them; null where they need no signature
     */
    record Passed(TrackedFiles files, @Nullable String signer) {}

    /** @throws dev.etiqueta.failure.ActionableException if a file that the deployer names cannot be used */
    void requireUsable() {
        if (signers != null) {
            SignedFiles.requireUsable(signers);
        }
    }

    /**
     * Verifies the signature of files. If it does not count, they are closed.
     *
     * @throws dev.etiqueta.failure.ActionableException if it does not, or a file cannot be had
     */
    Passed check(TrackedFiles files) {
        if (signers == null) {
            return new Passed(files, null);
        }
        try {
            SignedFiles signed = SignedFiles.verify(signature(files), signers);
            TrackedFiles checked = files.checked(
                    signed.select(files.files().stream().map(TrackedFile::path).toList()), signed::check);
            // Each is compared by being read.
            checked.files().forEach(TrackedFile::content);
            return new Passed(checked, signed.signer());
        } catch (RuntimeException | Error e) {
            files.close();
            throw e;
        }
    }

    private static byte @Nullable [] signature(TrackedFiles files) {
        for (TrackedFile file : files.files()) {
            if (file.path().equals(SignedFiles.SIGNATURE)) {
                return file.content(LONGEST_SIGNATURE);
            }
        }
        return null;
    }
}
