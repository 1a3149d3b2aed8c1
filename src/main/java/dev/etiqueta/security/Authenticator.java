package dev.etiqueta.security;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;

/** Tells whose bearer token it is: that of a key, or a JSON web token. */
final class Authenticator implements AuthenticationManager {

    private final Supplier<Keys> keys;
    private final @Nullable AuthenticationManager webTokens;

    /** @param webTokens null where there is no issuer of them */
    Authenticator(Supplier<Keys> keys, @Nullable AuthenticationManager webTokens) {
        this.keys = keys;
        this.webTokens = webTokens;
    }

    @Override
    public Authentication authenticate(Authentication authentication) {
        String token = ((BearerTokenAuthenticationToken) authentication).getToken();
        Key key = keys.get().ofToken(token);
        if (key != null) {
            return Principals.of(key.name(), key.roles());
        }
        if (webTokens != null && !token.startsWith(Token.PREFIX)) {
            return webTokens.authenticate(authentication);
        }
        throw new InvalidBearerTokenException("the token is not one of a key");
    }
}
