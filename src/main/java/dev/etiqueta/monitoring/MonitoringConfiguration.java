package dev.etiqueta.monitoring;

import dev.etiqueta.model.ModelService;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MonitoringConfiguration {

    @Bean
    ModelMeters modelMeters(MeterRegistry registry) {
        return new ModelMeters(registry);
    }

    @Bean
    ModelHealthIndicator modelHealthIndicator(ModelService models) {
        return new ModelHealthIndicator(models);
    }
}
