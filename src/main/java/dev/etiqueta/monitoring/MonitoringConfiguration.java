package dev.etiqueta.monitoring;

import dev.etiqueta.deployment.Deployer;
import dev.etiqueta.model.ModelService;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class MonitoringConfiguration {

    @Bean
    ModelMeters modelMeters(MeterRegistry registry, PrometheusRegistry prometheus) {
        return new ModelMeters(registry, prometheus);
    }

    @Bean
    DriftMeters driftMeters(MeterRegistry registry) {
        return new DriftMeters(registry);
    }

    @Bean
    FeedbackMeters feedbackMeters(MeterRegistry registry) {
        return new FeedbackMeters(registry);
    }

    @Bean
    ModelHealthIndicator modelHealthIndicator(ModelService models) {
        return new ModelHealthIndicator(models);
    }

    @Bean
    RequestMeters requestMeters(MeterRegistry registry) {
        return new RequestMeters(registry);
    }

    @Bean
    MeteredInferenceStatistics inferenceStatistics(PrometheusMeterRegistry registry) {
        return new MeteredInferenceStatistics(registry);
    }

    @Bean
    ServerMeters serverMeters(MeterRegistry registry) {
        return new ServerMeters(registry);
    }

    @Bean
    ServingMeters servingMeters(MeterRegistry registry) {
        return new ServingMeters(registry);
    }

    @Bean
    DeploymentMeters deploymentMeters(MeterRegistry registry) {
        return new DeploymentMeters(registry);
    }

    @Bean
    LoadMeters loadMeters(MeterRegistry registry) {
        return new LoadMeters(registry);
    }

    @Bean
    MemoryMeters memoryMeters() {
        return new MemoryMeters();
    }

    @Bean
    DeploymentHealthIndicator deploymentHealthIndicator(Deployer deployer) {
        return new DeploymentHealthIndicator(deployer);
    }

    @Bean
    DeploymentInfoContributor deploymentInfoContributor(Deployer deployer) {
        return new DeploymentInfoContributor(deployer);
    }
}
