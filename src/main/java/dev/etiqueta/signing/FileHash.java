package dev.etiqueta.signing;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.Blake2bDigest;

/** Hashes of files, by their names in the algorithm registry of the specification. */
enum FileHash {
    /** FIPS 180-4, 256 bits. */
    SHA256 {
        @Override
        byte[] digest(byte[] content, int from, int to) {
            try {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                digest.update(content, from, to - from);
                return digest.digest();
            } catch (NoSuchAlgorithmException e) {
                throw new AssertionError("each JDK has it", e);
            }
        }
    },
    /** RFC 7693, 512 bits. */
    BLAKE2B {
        @Override
        byte[] digest(byte[] content, int from, int to) {
            Blake2bDigest digest = new Blake2bDigest(8 * BLAKE2B_BYTES);
            digest.update(content, from, to - from);
            byte[] hash = new byte[BLAKE2B_BYTES];
            digest.doFinal(hash, 0);
            return hash;
        }
    };

    private static final int BLAKE2B_BYTES = 64;

    /** @throws ModelSignatureException if there is none of that name here */
    static FileHash of(String name) {
        return switch (name) {
            case "sha256" -> SHA256;
            case "blake2b" -> BLAKE2B;
            default ->
                throw new ModelSignatureException(
                        "its files are hashed by '%s'; expected sha256 or blake2b".formatted(name));
        };
    }

    /** Of a part of a content. */
    abstract byte[] digest(byte[] content, int from, int to);

    /** Of a whole content, in lower-case hexadecimal digits. */
    String hex(byte[] content) {
        return HexFormat.of().formatHex(digest(content, 0, content.length));
    }
}
