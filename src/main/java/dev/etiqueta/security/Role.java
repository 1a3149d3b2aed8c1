package dev.etiqueta.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a caller may do. Roles do not include each other. In a JSON web token, each is a scope of this name. */
public enum Role {
    /** Ask models. */
    PREDICT,
    /** Say what was right. */
    FEEDBACK,
    /** Change what serves, and see what did. */
    DEPLOY,
    /** Read meters, statistics, and the details of health. */
    OBSERVE;

    /** As files, web tokens and answers have it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return text();
    }

    static String[] texts() {
        return Arrays.stream(values()).map(Role::text).toArray(String[]::new);
    }

    /** @throws IllegalArgumentException if there is none of that name, which may be a secret in the wrong place */
    static Role of(String text) {
        for (Role role : values()) {
            if (role.text().equals(text)) {
                return role;
            }
        }
        String known = Arrays.stream(values()).map(Role::text).collect(Collectors.joining(", "));
        throw new IllegalArgumentException("a role is one of " + known);
    }
}
