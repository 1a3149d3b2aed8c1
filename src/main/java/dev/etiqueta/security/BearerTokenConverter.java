package dev.etiqueta.security;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/** Reads the token of a request from {@code Authorization}, RFC 6750, section 2.1, and from nowhere else. */
final class BearerTokenConverter implements AuthenticationConverter {

    private static final String SCHEME = "Bearer ";

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        return parse(request.getHeader(HttpHeaders.AUTHORIZATION));
    }

    /**
     * Reads a header.
     *
     * @return null where it is not there, or of another scheme
     * @throws InvalidBearerTokenException if it has no token
     */
    static @Nullable Authentication parse(@Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        String token = header.substring(SCHEME.length()).strip();
        if (!isSound(token)) {
            throw new InvalidBearerTokenException("the token has characters that none has");
        }
        return new BearerTokenAuthenticationToken(token);
    }

    private static boolean isSound(String token) {
        return !token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
