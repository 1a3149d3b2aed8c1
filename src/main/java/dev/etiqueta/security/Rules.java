package dev.etiqueta.security;

import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.SingleResultAuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;

/** What needs which role. */
final class Rules {

    private final boolean open;

    /** @param open whether anybody may do what is safe to leave open */
    Rules(boolean open) {
        this.open = open;
    }

    void apply(AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry requests) {
        requests.requestMatchers(HttpMethod.POST, "/predict", "/v1/models/{name}:predict", "/v1/models/{name}:decode")
                .access(unlessOpen(Role.PREDICT.text()))
                .requestMatchers("/", "/index.html", "/page/**", "/favicon.ico", "/docs", "/docs/**", "/swagger-ui/**")
                .permitAll()
                .requestMatchers("/v1/models/{name}/feedback")
                .access(unlessOpen(Role.FEEDBACK.text()))
                .requestMatchers("/v1/models/{name}/statistics")
                .access(unlessOpen(Role.OBSERVE.text()));
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
