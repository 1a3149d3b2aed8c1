package dev.etiqueta.security;

import java.util.Comparator;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;

/**
 * A line of the file of keys: who it is, what they may, and what proves it.
 *
 * @param name in the audit, in limits and in logs; several keys may have it, such as an old and a new one
 * @param roles at least one
 */
public record Key(String name, Set<Role> roles, Proof proof) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

    /** What a caller shows. */
    public sealed interface Proof {

        /**
         * A token.
         *
         * @param hash its SHA-256, 64 hexadecimal digits in lower case
         */
        record TokenHash(String hash) implements Proof {

            static final String SCHEME = "sha256:";

            @Override
            public String toString() {
                return SCHEME + hash;
            }
        }

        /** A certificate of this subject, which the server's trust store vouches for. */
        record Subject(X500Principal name) implements Proof {

            static final String SCHEME = "x509:";

            @Override
            public String toString() {
                return SCHEME + name.getName();
            }
        }
    }

    /** @throws IllegalArgumentException if the name has other characters, or there is no role */
    public Key {
        if (!NAME.matcher(name).matches() || name.startsWith(Token.PREFIX)) {
            throw new IllegalArgumentException(
                    "a key's name has up to 64 letters, digits, '.', '_', '@' and '-', and is not its token");
        }
        if (roles.isEmpty()) {
            throw new IllegalArgumentException("a key has a role");
        }
        roles = Set.copyOf(roles);
    }

    /** As the file has it. */
    @Override
    public String toString() {
        String sorted =
                roles.stream().sorted(Comparator.naturalOrder()).map(Role::text).collect(Collectors.joining(","));
        return "%s %s %s".formatted(name, sorted, proof);
    }
}
