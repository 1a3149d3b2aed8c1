package dev.etiqueta.security;

import dev.etiqueta.server.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authorization.AuthorityAuthorizationDecision;
import org.springframework.security.authorization.AuthorizationDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** Says to those who are not let in what they need, as RFC 9457 and RFC 6750 have it. */
final class Denials implements AuthenticationEntryPoint, AccessDeniedHandler {

    private static final Logger log = LoggerFactory.getLogger(Denials.class);

    /** As long as {@link IssuerKeys} waits before it asks again. */
    private static final String RETRY_SECONDS = "10";

    static final String ISSUER_UNAVAILABLE =
            "the issuer of the token cannot be asked for its keys just now; try again in a moment";

    static final String INVALID_TOKEN =
            "the bearer token is not valid here: unknown, expired, or not meant for this service";

    private static final String SCHEME = "Bearer";
    private static final String INVALID = "Bearer error=\"invalid_token\"";
    private static final String INSUFFICIENT = "Bearer error=\"insufficient_scope\"";

    private final boolean open;
    private final RequestMatcher deployments;
    private final Audit audit;

    /**
     * Creates them.
     *
     * @param open whether nobody can authenticate
     * @param deployments what the audit has, refused or not
     */
    Denials(boolean open, RequestMatcher deployments, Audit audit) {
        this.open = open;
        this.deployments = deployments;
        this.audit = audit;
    }

    /** Who it is, is not known. */
    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
            throws IOException {
        if (e instanceof AuthenticationServiceException) {
            log.warn("A JSON web token cannot be verified: {}", e.getMessage());
            response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
            refuse(request, response, HttpStatus.SERVICE_UNAVAILABLE, ISSUER_UNAVAILABLE);
        } else if (e instanceof OAuth2AuthenticationException) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, INVALID);
            refuse(request, response, HttpStatus.UNAUTHORIZED, INVALID_TOKEN);
        } else {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, SCHEME);
            refuse(request, response, HttpStatus.UNAUTHORIZED, unknown(e.getCause()));
        }
    }

    private String unknown(@Nullable Throwable denial) {
        return open
                ? "this needs the role %s, and the service has no keys; set etiqueta.security.keys, or keep the actuator"
                                .formatted(roles(denial))
                        + " on a port of this host with management.server.port and management.server.address=127.0.0.1"
                : "this needs a key with the role %s; send it as 'Authorization: Bearer ...'".formatted(roles(denial));
    }

    /** It is known who it is. */
    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
            throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, INSUFFICIENT);
        refuse(
                request,
                response,
                HttpStatus.FORBIDDEN,
                "%s may not do this: it needs the role %s"
                        .formatted(Caller.of(request).name(), roles(e)));
    }

    private static String roles(@Nullable Throwable denial) {
        return denial instanceof AuthorizationDeniedException denied
                        && denied.getAuthorizationResult() instanceof AuthorityAuthorizationDecision decision
                ? decision.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .sorted()
                        .collect(Collectors.joining(" or "))
                : "of a key";
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, HttpStatus status, String detail)
            throws IOException {
        if (deployments.matches(request)) {
            audit.recordRefusal(request, "%s %s".formatted(request.getMethod(), request.getRequestURI()), detail);
        }
        log.debug("Refused with {}: {}", status.value(), detail);
        response.setStatus(status.value());
        response.setContentType(Problems.contentType(request));
        response.getOutputStream().write(Problems.json(status.value(), detail, request));
    }
}
