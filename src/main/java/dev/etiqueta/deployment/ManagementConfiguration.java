package dev.etiqueta.deployment;

import java.time.Duration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** What the actuator gets wherever it listens: on the port of the predictions, or on one of its own. */
@ManagementContextConfiguration(value = ManagementContextType.ANY, proxyBeanMethods = false)
class ManagementConfiguration {

    @Bean
    FilterRegistrationBean<ManagementBodyLimit> managementBodyLimit(
            WebEndpointProperties endpoints, Environment environment) {
        var registration = new FilterRegistrationBean<>(new ManagementBodyLimit(timeLimit(environment)));
        registration.addUrlPatterns(endpoints.getBasePath() + "/*");
        return registration;
    }

    /** As for all other requests. On a port of its own the actuator has a context that converts no values. */
    static Duration timeLimit(Environment environment) {
        return Binder.get(environment)
                .bind("etiqueta.limits.time", Duration.class)
                .orElse(Duration.ofSeconds(10));
    }
}
