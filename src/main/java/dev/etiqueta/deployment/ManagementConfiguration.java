package dev.etiqueta.deployment;

import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;

/** What the actuator gets wherever it listens: on the port of the predictions, or on one of its own. */
@ManagementContextConfiguration(value = ManagementContextType.ANY, proxyBeanMethods = false)
class ManagementConfiguration {

    @Bean
    FilterRegistrationBean<ManagementBodyLimit> managementBodyLimit(WebEndpointProperties endpoints) {
        var registration = new FilterRegistrationBean<>(new ManagementBodyLimit());
        registration.addUrlPatterns(endpoints.getBasePath() + "/*");
        return registration;
    }
}
