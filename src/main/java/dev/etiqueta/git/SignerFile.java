package dev.etiqueta.git;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file of keys that the deployer names. Where it cannot be used, nothing is trusted. */
final class SignerFile {

    private static final int LONGEST = 4 << 20;

    private SignerFile() {}

    /** @throws GitException if it cannot be read, or is empty or too long */
    static byte[] read(Path file, String property) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LONGEST + 1);
            if (content.length == 0 || content.length > LONGEST) {
                throw unusable(property, "it has to have 1 to %d bytes".formatted(LONGEST), null);
            }
            return content;
        } catch (IOException e) {
            throw unusable(
                    property, "it cannot be read (%s)".formatted(e.getClass().getSimpleName()), e);
        }
    }

    static GitException unusable(String property, String reason, @Nullable Throwable cause) {
        return new GitException(
                GitException.Reason.FAILED,
                "the file of %s cannot be used: %s".formatted(property, reason),
                "Name a file with the public keys of those whose signatures count.",
                cause);
    }
}
