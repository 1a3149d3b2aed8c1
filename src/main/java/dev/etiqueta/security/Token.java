package dev.etiqueta.security;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The secret of an API key: {@code etq_} and 256 random bits. A file keeps its SHA-256 only. Nobody guesses so many bits,
 * so that a slow hash, as passwords need it, would cost each request a lot and protect nothing.
 */
public final class Token {

    /** By which scanners for leaked secrets find it. */
    static final String PREFIX = "etq_";

    private static final int BYTES = 32;

    private final String secret;

    private Token(String secret) {
        this.secret = secret;
    }

    /** Makes a new one. */
    public static Token random() {
        byte[] bits = new byte[BYTES];
        new SecureRandom().nextBytes(bits);
        return new Token(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /** What the client sends. */
    public String secret() {
        return secret;
    }

    /** What a file keeps of it. */
    public Key.Proof.TokenHash hash() {
        return new Key.Proof.TokenHash(HexFormat.of().formatHex(hash(secret)));
    }

    /** The SHA-256 of its characters. */
    static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("each JDK has it", e);
        }
    }

    /** Tells nothing. */
    @Override
    public String toString() {
        return PREFIX + "...";
    }
}
