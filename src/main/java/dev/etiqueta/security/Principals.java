package dev.etiqueta.security;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;

/** Callers, as Spring Security knows them. */
final class Principals {

    /** There are not many sets of roles, and each request has one. */
    private static final Map<Set<Role>, List<GrantedAuthority>> AUTHORITIES = new ConcurrentHashMap<>();

    private Principals() {}

    private static List<GrantedAuthority> authorities(Set<Role> roles) {
        return AuthorityUtils.createAuthorityList(roles.stream().map(Role::text).toArray(String[]::new));
    }

    /** A caller who is known, with an authority of the name of each role. */
    static Authentication of(String name, Collection<Role> roles) {
        return UsernamePasswordAuthenticationToken.authenticated(
                name, null, AUTHORITIES.computeIfAbsent(Set.copyOf(roles), Principals::authorities));
    }

    /** Says who is the caller of the request that this thread answers. */
    static void set(String name, Collection<Role> roles) {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(of(name, roles));
        SecurityContextHolder.setContext(context);
    }
}
