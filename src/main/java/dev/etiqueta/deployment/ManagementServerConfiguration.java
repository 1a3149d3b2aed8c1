package dev.etiqueta.deployment;

import dev.etiqueta.server.ClientAddress;
import dev.etiqueta.server.ClientMemory;
import dev.etiqueta.server.ServerHardening;
import dev.etiqueta.server.ServerLimits;
import dev.etiqueta.server.ServerObserver;
import java.util.List;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * The actuator's own web server, where it has one: the same limits stand there. It is no {@code @Configuration}, which the
 * scan would find for the other server, too.
 */
@ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
class ManagementServerConfiguration {

    @Bean
    ServerHardening managementServerHardening(
            ManagementServerProperties server,
            WebEndpointProperties endpoints,
            Environment environment,
            ServerObserver observer) {
        String probes = server.getBasePath() + endpoints.getBasePath() + "/health/*";
        ServerLimits limits = new ServerLimits(
                ManagementConfiguration.timeLimit(environment),
                ManagementBodyLimit.MOST_BYTES,
                new ClientAddress(List.of()),
                List.of(probes));
        return new ServerHardening(limits, () -> false, observer, ClientMemory.ofHeap());
    }
}
