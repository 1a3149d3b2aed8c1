package dev.etiqueta.security;

import java.net.InetAddress;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.JwkSetUriJwtDecoderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.util.matcher.OrRequestMatcher;

/**
 * One chain of filters for both ports. There are no sessions, cookies or forms, so that there is nothing to forge across
 * sites; the headers that browsers mind are put by the web server, for its own answers too.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    @Bean
    Audit audit() {
        return new Audit();
    }

    @Bean
    @ConditionalOnProperty("etiqueta.security.keys")
    KeyFile keyFile(SecurityProperties properties, Audit audit) {
        return new KeyFile(properties.keys(), audit);
    }

    /** Requests are observed already; this would observe each filter. */
    @Bean
    SecurityObservationSettings securityObservationSettings() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    JwkSetUriJwtDecoderBuilderCustomizer issuerKeys() {
        return decoder -> decoder.cache(new IssuerKeys(System::nanoTime));
    }

    /** Paths are compared as the controllers compare them, so that none needs to be refused for its form: it is not there. */
    @Bean
    StrictHttpFirewall httpFirewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowUrlEncodedDoubleSlash(true);
        firewall.setAllowSemicolon(true);
        firewall.setAllowUrlEncodedLineSeparator(true);
        firewall.setUnsafeAllowAnyHttpMethod(true);
        // The web server has seen to these; here each would be looked through whenever it is read.
        firewall.setAllowedHeaderNames(name -> true);
        firewall.setAllowedHeaderValues(value -> true);
        return firewall;
    }

    @Bean
    AccessRules accessRules(ObjectProvider<KeyFile> keyFile, ObjectProvider<JwtDecoder> decoder) {
        return new AccessRules(keyFile.getIfAvailable() == null && decoder.getIfAvailable() == null);
    }

    @Bean
    Authenticator authenticator(
            ObjectProvider<KeyFile> keyFile,
            ObjectProvider<JwtDecoder> decoder,
            ObjectProvider<JwtAuthenticationConverter> roles) {
        return new Authenticator(keys(keyFile), webTokens(decoder, roles));
    }

    @Bean
    CallGate callGate(AccessRules rules, Authenticator authenticator, ObjectProvider<KeyFile> keyFile) {
        return new CallGate(rules.isOpen(), authenticator, keys(keyFile));
    }

    private static Supplier<Keys> keys(ObjectProvider<KeyFile> keyFile) {
        KeyFile file = keyFile.getIfAvailable();
        return file == null ? () -> Keys.NONE : file::keys;
    }

    @Bean
    SecurityFilterChain securityFilterChain(
            HttpSecurity http,
            ObjectProvider<KeyFile> keyFile,
            Authenticator authenticator,
            AccessRules rules,
            Audit audit,
            Environment environment) {
        Denials denials = new Denials(rules.isOpen(), EndpointRequest.to("deployment"), audit);
        http.csrf(AbstractHttpConfigurer::disable)
                .headers(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(AbstractHttpConfigurer::disable)
                .securityContext(
                        context -> context.securityContextRepository(new RequestAttributeSecurityContextRepository()))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(denials).accessDeniedHandler(denials))
                .authorizeHttpRequests(rules::apply)
                .addFilterBefore(new CertificateFilter(keys(keyFile)), AnonymousAuthenticationFilter.class)
                .addFilterAfter(new KnownClientFilter(), AnonymousAuthenticationFilter.class);
        if (rules.isOpen()) {
            // There is nothing else to keep from anybody, and the filters would cost predictions some of their
            // throughput.
            http.securityMatcher(new OrRequestMatcher(EndpointRequest.toAnyEndpoint(), EndpointRequest.toLinks()));
        } else {
            http.addFilterBefore(bearerTokens(authenticator, denials), AnonymousAuthenticationFilter.class);
        }
        if (isManagementOfThisHostOnly(environment)) {
            http.addFilterBefore(
                    new LoopbackFilter(() -> environment.getProperty("local.management.port", Integer.class, -1)),
                    AnonymousAuthenticationFilter.class);
        }
        return http.build();
    }

    private static boolean isManagementOfThisHostOnly(Environment environment) {
        return ManagementPortType.get(environment) == ManagementPortType.DIFFERENT
                && Binder.get(environment)
                        .bind("management.server.address", InetAddress.class)
                        .map(InetAddress::isLoopbackAddress)
                        .orElse(false);
    }

    private static BearerTokenAuthenticationFilter bearerTokens(Authenticator authenticator, Denials denials) {
        BearerTokenAuthenticationFilter filter =
                new BearerTokenAuthenticationFilter(authenticator, new BearerTokenConverter());
        filter.setAuthenticationEntryPoint(denials);
        filter.setAuthenticationFailureHandler(denials::commence);
        return filter;
    }

    /** Null where no issuer of JSON web tokens is configured. */
    private static @Nullable AuthenticationManager webTokens(
            ObjectProvider<JwtDecoder> decoder, ObjectProvider<JwtAuthenticationConverter> roles) {
        JwtDecoder configured = decoder.getIfAvailable();
        if (configured == null) {
            return null;
        }
        JwtAuthenticationProvider provider = new JwtAuthenticationProvider(configured);
        provider.setJwtAuthenticationConverter(roles.getObject());
        return provider::authenticate;
    }
}
