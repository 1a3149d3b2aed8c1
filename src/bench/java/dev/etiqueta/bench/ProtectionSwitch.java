package dev.etiqueta.bench;

import java.util.Set;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.DelegatingFilterProxyRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * With {@code bench.protected=false} anybody may do anything, has no share, and requests have no ids, to be compared with
 * what all that costs.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "bench.protected", havingValue = "false")
class ProtectionSwitch {

    private static final Set<String> HANDLERS = Set.of("Clients", "RequestLogging");

    @Bean
    static BeanPostProcessor withoutSecurity() {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof DelegatingFilterProxyRegistrationBean security) {
                    security.setEnabled(false);
                }
                return bean;
            }
        };
    }

    /** After the one that it undoes in part. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<JettyServletWebServerFactory> withoutShares() {
        return factory -> factory.addServerCustomizers(ProtectionSwitch::undo);
    }

    private static void undo(Server server) {
        Handler.Singleton parent = server;
        while (parent.getHandler() instanceof Handler.Singleton next) {
            if (HANDLERS.contains(next.getClass().getSimpleName())) {
                parent.setHandler(next.getHandler());
            } else {
                parent = next;
            }
        }
        for (Connector connector : server.getConnectors()) {
            connector
                    .getConnectionFactory(HttpConnectionFactory.class)
                    .getHttpConfiguration()
                    .getCustomizers()
                    .removeIf(
                            customizer -> customizer.getClass().getSimpleName().equals("AnswerHeaders"));
        }
    }
}
