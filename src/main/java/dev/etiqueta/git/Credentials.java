package dev.etiqueta.git;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who reads a repository. What is not set is left to the url and, over ssh, to the user's own keys and configuration.
 *
 * @param username over ssh used where the url names none
 * @param password of the user
 * @param token sent as the password over http; as user {@value #TOKEN_USER} unless a username is set
 * @param privateKey a file with a private key for ssh; then neither the user's other keys nor ~/.ssh/config are used
 * @param passphrase of the private key
 * @param knownHosts the file with the keys of ssh servers; null for ~/.ssh/known_hosts
 */
public record Credentials(
        @Nullable String username,
        @Nullable String password,
        @Nullable String token,
        @Nullable Path privateKey,
        @Nullable String passphrase,
        @Nullable Path knownHosts) {

    /** No credentials but the url's and the user's own. */
    public static final Credentials NONE = new Credentials(null, null, null, null, null, null);

    private static final String TOKEN_USER = "x-token-auth";

    /** The same with what the userinfo of a url adds where nothing is set. */
    Credentials orElse(@Nullable String urlUser, @Nullable String urlPassword) {
        boolean secretIsSet = password != null || token != null;
        return new Credentials(
                username == null ? urlUser : username,
                secretIsSet ? password : urlPassword,
                token,
                privateKey,
                passphrase,
                knownHosts);
    }

    /** The user that http is asked with; null where there is nothing to say. */
    @Nullable
    String httpUser() {
        return username == null && token != null ? TOKEN_USER : username;
    }

    /** The password that goes with it; of a user without one it is empty, as forges expect a token that is a name. */
    @Nullable
    String httpPassword() {
        if (token != null) {
            return token;
        }
        return password == null && username != null ? "" : password;
    }

    /** Says nothing that is secret. */
    @Override
    public String toString() {
        return "Credentials[username=%s, password=%s, token=%s, privateKey=%s, knownHosts=%s]"
                .formatted(username == null ? "none" : "set", isSet(password), isSet(token), privateKey, knownHosts);
    }

    private static String isSet(@Nullable String secret) {
        return secret == null ? "none" : "set";
    }
}
