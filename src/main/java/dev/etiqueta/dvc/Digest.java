package dev.etiqueta.dvc;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The MD5 of a content, which is its name in DVC's stores.
 *
 * @param hex 32 lower-case hexadecimal digits
 */
public record Digest(String hex) {

    private static final Pattern HEX = Pattern.compile("[0-9a-f]{32}");

    /** @throws IllegalArgumentException if it is not 32 hexadecimal digits; upper case is accepted, as DVC does */
    public Digest {
        hex = hex.toLowerCase(Locale.ROOT);
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("expected an md5 of 32 hexadecimal digits, found '%s'".formatted(hex));
        }
    }

    /** The finished hash of a {@link #newHash}. */
    static Digest of(MessageDigest hash) {
        return new Digest(HexFormat.of().formatHex(hash.digest()));
    }

    static MessageDigest newHash() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("DVC names contents by MD5, and this Java has none", e);
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
