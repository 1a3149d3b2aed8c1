package dev.etiqueta.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a file. A line has a name, roles separated by commas, and either {@code sha256:} with the SHA-256 of a token
 * in hexadecimal digits, or {@code x509:} with the subject of a certificate, as RFC 2253 writes it. What follows a
 * {@code #} at the begin of a line, and empty lines, mean nothing.
 */
final class Keys {

    static final Keys NONE = new Keys(List.of());

    private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{64}");
    private static final int PARTS = 3;

    /** By the first bytes of the hash, which tell nothing of the token; all of it is compared in constant time. */
    private final Map<Long, List<KnownToken>> byHash = new HashMap<>();

    private final Map<X500Principal, Key> bySubject = new HashMap<>();
    private final int count;

    private Keys(List<Key> keys) {
        for (Key key : keys) {
            switch (key.proof()) {
                case Key.Proof.TokenHash token -> {
                    KnownToken known =
                            new KnownToken(ByteBuffer.wrap(HexFormat.of().parseHex(token.hash())), key);
                    byHash.computeIfAbsent(begin(known.hash().array()), same -> new ArrayList<>())
                            .add(known);
                }
                case Key.Proof.Subject subject -> bySubject.put(subject.name(), key);
            }
        }
        count = keys.size();
    }

    private record KnownToken(ByteBuffer hash, Key key) {}

    private static Long begin(byte[] hash) {
        return ByteBuffer.wrap(hash).getLong();
    }

    /**
     * Reads the text of a file.
     *
     * @throws IllegalArgumentException naming the line that is not as described, and nothing of what may be secret in it
     */
    static Keys parse(byte[] file) {
        List<Key> keys = new ArrayList<>();
        Set<String> proofs = new LinkedHashSet<>();
        int number = 0;
        for (String line : text(file).lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            try {
                Key key = key(line.strip());
                if (!proofs.add(key.proof().toString())) {
                    throw new IllegalArgumentException("another line has the same token or subject");
                }
                keys.add(key);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line %d: %s".formatted(number, e.getMessage()), e);
            }
        }
        return new Keys(keys);
    }

    private static String text(byte[] file) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("it is not UTF-8", e);
        }
    }

    private static Key key(String line) {
        String[] parts = line.split("\\s+", PARTS);
        if (parts.length < PARTS) {
            throw new IllegalArgumentException("a line has a name, roles, and sha256:HEX or x509:SUBJECT");
        }
        Set<Role> roles = new LinkedHashSet<>();
        for (String role : parts[1].split(",", -1)) {
            roles.add(Role.of(role));
        }
        return new Key(parts[0], roles, proof(parts[2]));
    }

    private static Key.Proof proof(String text) {
        if (text.startsWith(Key.Proof.Subject.SCHEME)) {
            try {
                return new Key.Proof.Subject(new X500Principal(text.substring(Key.Proof.Subject.SCHEME.length())));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("the subject is not a distinguished name such as CN=ci,O=Team", e);
            }
        }
        if (text.startsWith(Key.Proof.TokenHash.SCHEME)) {
            return new Key.Proof.TokenHash(hash(text.substring(Key.Proof.TokenHash.SCHEME.length())));
        }
        throw new IllegalArgumentException(
                "the third part begins with sha256: or x509:; `etiqueta key` makes a token and its line");
    }

    /** What is no hash may be a token, which no message may show. */
    private static String hash(String hex) {
        if (!HASH.matcher(hex).matches()) {
            throw new IllegalArgumentException("sha256: is followed by 64 hexadecimal digits");
        }
        return hex.toLowerCase(Locale.ROOT);
    }

    /** The key of a token. */
    @Nullable
    Key ofToken(String secret) {
        byte[] hash = Token.hash(secret);
        for (KnownToken known : byHash.getOrDefault(begin(hash), List.of())) {
            if (MessageDigest.isEqual(known.hash().array(), hash)) {
                return known.key();
            }
        }
        return null;
    }

    /** The key of a certificate's subject. */
    @Nullable
    Key ofSubject(X500Principal subject) {
        return bySubject.get(subject);
    }

    boolean hasSubjects() {
        return !bySubject.isEmpty();
    }

    int count() {
        return count;
    }
}
