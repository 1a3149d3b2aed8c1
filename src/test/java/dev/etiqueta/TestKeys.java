package dev.etiqueta;

import java.nio.file.Path;

/** The keys in the file {@code keys} of the test resources: one for each role, and one for all of them. */
public final class TestKeys {

    /** For {@code etiqueta.security.keys}. */
    public static final Path FILE = Path.of("src/test/resources/keys").toAbsolutePath();

    /** The token of the key with all roles. */
    public static final String ALL = of("all");

    private TestKeys() {}

    /** The token of the key with one role. */
    public static String of(String role) {
        return "etq_test-key-of-" + role;
    }

    /** What the header {@code Authorization} has for a token. */
    public static String bearer(String token) {
        return "Bearer " + token;
    }
}
