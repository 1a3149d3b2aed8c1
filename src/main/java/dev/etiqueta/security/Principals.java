package dev.etiqueta.security;

import java.util.Collection;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;

/** Callers, as Spring Security knows them. */
final class Principals {

    private Principals() {}

    /** A caller who is known, with an authority of the name of each role. */
    static Authentication of(String name, Collection<Role> roles) {
        String[] authorities = roles.stream().map(Role::text).toArray(String[]::new);
        return UsernamePasswordAuthenticationToken.authenticated(
                name, null, AuthorityUtils.createAuthorityList(authorities));
    }

    /** Says who is the caller of the request that this thread answers. */
    static void set(String name, Collection<Role> roles) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(of(name, roles));
        SecurityContextHolder.setContext(context);
    }
}
