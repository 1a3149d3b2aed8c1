package dev.etiqueta.security;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;

/** Lets callers in that do not come by HTTP, by the same keys, tokens and certificates. */
public final class CallGate {

    private static final Logger log = LoggerFactory.getLogger(CallGate.class);

    private final boolean open;
    private final AuthenticationManager tokens;
    private final Supplier<Keys> keys;

    /** @param open whether nobody can authenticate */
    CallGate(boolean open, AuthenticationManager tokens, Supplier<Keys> keys) {
        this.open = open;
        this.tokens = tokens;
        this.keys = keys;
    }

    /**
     * Lets a caller in, or not.
     *
     * @param authorization as in HTTP; null where there is none
     * @param subject of the certificate of the connection, which has been verified; null where there is none
     * @param roles of which he needs one; none for anybody
     * @return the caller's name; null where nobody can authenticate, or need
     * @throws AccessException if he may not
     */
    public @Nullable String admit(@Nullable String authorization, @Nullable X500Principal subject, List<Role> roles) {
        if (open) {
            return null;
        }
        Authentication caller = authenticate(authorization, subject);
        if (roles.isEmpty() || mayDo(caller, roles)) {
            return caller == null ? null : caller.getName();
        }
        String needed = roles.stream().map(Role::text).collect(Collectors.joining(" or "));
        throw caller == null
                ? new AccessException(
                        AccessException.Reason.UNKNOWN,
                        "this needs a key with the role %s; send it as 'authorization: Bearer ...'".formatted(needed))
                : new AccessException(
                        AccessException.Reason.FORBIDDEN,
                        "%s may not do this: it needs the role %s".formatted(caller.getName(), needed));
    }

    private static boolean mayDo(@Nullable Authentication caller, List<Role> roles) {
        return caller != null
                && caller.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .anyMatch(authority ->
                                roles.stream().anyMatch(role -> role.text().equals(authority)));
    }

    private @Nullable Authentication authenticate(@Nullable String authorization, @Nullable X500Principal subject) {
        try {
            Authentication token = BearerTokenConverter.parse(authorization);
            if (token != null) {
                return tokens.authenticate(token);
            }
        } catch (AuthenticationServiceException e) {
            log.warn("A JSON web token cannot be verified: {}", e.getMessage());
            throw new AccessException(AccessException.Reason.UNAVAILABLE, Denials.ISSUER_UNAVAILABLE);
        } catch (AuthenticationException e) {
            throw new AccessException(AccessException.Reason.UNKNOWN, Denials.INVALID_TOKEN);
        }
        Key key = subject == null ? null : keys.get().ofSubject(subject);
        return key == null ? null : Principals.of(key.name(), key.roles());
    }
}
