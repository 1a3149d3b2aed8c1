package dev.etiqueta.security;

import java.util.Arrays;
import java.util.List;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.SingleResultAuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/** What needs which role. */
public final class AccessRules {

    private static final String EVERYTHING_BELOW = "/**";

    /** The page, the documentation, and what probes ask. */
    private static final String[] OPEN = {
        "/", "/index.html", "/page/**", "/favicon.ico", "/docs", "/docs/**", "/swagger-ui/**", "/v2/health/**", "/ping"
    };

    private static final List<Rule> RULES = List.of(
            new Rule("/predict", Role.PREDICT),
            new Rule("/v1/models/{name}:predict", Role.PREDICT),
            new Rule("/v1/models/{name}:decode", Role.PREDICT),
            new Rule("/v2/models/{name}/infer", Role.PREDICT),
            new Rule("/v2/models/{name}/versions/{version}/infer", Role.PREDICT),
            new Rule("/predictions/{name}", Role.PREDICT),
            new Rule("/predictions/{name}/{version}", Role.PREDICT),
            new Rule("/v1/models/{name}/feedback", Role.FEEDBACK),
            new Rule("/v1/models/{name}/statistics", Role.OBSERVE),
            new Rule("/v2/models/stats", Role.OBSERVE),
            new Rule("/v2/models/{name}/stats", Role.OBSERVE),
            new Rule("/v2/models/{name}/versions/{version}/stats", Role.OBSERVE));

    private final boolean open;

    /** @param open whether anybody may do what is safe to leave open */
    AccessRules(boolean open) {
        this.open = open;
    }

    /** @param pattern as a controller has it */
    private record Rule(String pattern, Role role) {}

    /** Whether nobody needs a role, but for the actuator. */
    public boolean isOpen() {
        return open;
    }

    /**
     * The roles of which a caller needs one; none where nobody needs any.
     *
     * @param pattern of the path, as the controller has it
     */
    public List<String> roles(String pattern) {
        if (open || Arrays.stream(OPEN).anyMatch(free -> covers(free, pattern))) {
            return List.of();
        }
        return RULES.stream()
                .filter(rule -> rule.pattern().equals(pattern))
                .findFirst()
                .map(rule -> List.of(rule.role().text()))
                .orElseGet(() -> List.of(Role.texts()));
    }

    private static boolean covers(String free, String pattern) {
        return free.endsWith(EVERYTHING_BELOW)
                ? pattern.startsWith(free.substring(0, free.length() - EVERYTHING_BELOW.length() + 1))
                : free.equals(pattern);
    }

    void apply(AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        // They are tried in this order: most requests are for predictions.
        for (Rule rule : RULES) {
            requests.requestMatchers(rule.pattern())
                    .access(unlessOpen(rule.role().text()));
        }
        requests.requestMatchers(OPEN).permitAll();
        applyToActuator(requests);
        requests.anyRequest().access(unlessOpen(Role.texts()));
    }

    /** Health tells its details to those with a role only: see the properties {@code management.endpoint.health}. */
    private void applyToActuator(
            AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.requestMatchers(EndpointRequest.to("health"))
                .permitAll()
                .requestMatchers(EndpointRequest.to("deployment").withHttpMethod(HttpMethod.GET))
                .access(always(Role.DEPLOY.text(), Role.OBSERVE.text()))
                .requestMatchers(EndpointRequest.to("info", "metrics", "prometheus"))
                .access(unlessOpen(Role.OBSERVE.text()))
                .requestMatchers(EndpointRequest.toLinks())
                .access(unlessOpen(Role.texts()))
                .requestMatchers(EndpointRequest.toAnyEndpoint())
                .access(always(Role.DEPLOY.text()));
    }

    private AuthorizationManager<RequestAuthorizationContext> unlessOpen(String... roles) {
        return open ? SingleResultAuthorizationManager.permitAll() : always(roles);
    }

    private static AuthorizationManager<RequestAuthorizationContext> always(String... roles) {
        return AuthorityAuthorizationManager.hasAnyAuthority(roles);
    }
}
