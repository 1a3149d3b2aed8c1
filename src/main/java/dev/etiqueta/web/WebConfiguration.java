package dev.etiqueta.web;

import dev.etiqueta.model.ModelService;
import dev.etiqueta.request.ImageReader;
import dev.etiqueta.request.LimitProperties;
import dev.etiqueta.request.RequestObserver;
import dev.etiqueta.request.StrictJson;
import dev.etiqueta.security.AccessRules;
import dev.etiqueta.security.ClientLimitFilter;
import dev.etiqueta.security.ClientLimits;
import dev.etiqueta.server.ClientAddress;
import dev.etiqueta.server.ClientMemory;
import dev.etiqueta.server.Drain;
import dev.etiqueta.server.ServerHardening;
import dev.etiqueta.server.ServerLimits;
import dev.etiqueta.server.ServerObserver;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.handler.MappedInterceptor;

@Configuration(proxyBeanMethods = false)
class WebConfiguration {

    @Bean
    MultipartReader multipartReader(ImageReader images, LimitProperties limits) {
        // Each image may have a part of another name beside it, such as a comment.
        return new MultipartReader(PredictionController.FIELD, images, 2L * limits.instances());
    }

    @Bean
    TorchServeReader torchServeReader(ImageReader images, JsonReader json, LimitProperties limits) {
        return new TorchServeReader(
                images, new MultipartReader(TorchServeReader.FIELD, images, 2L * limits.instances()), json);
    }

    @Bean
    MappedInterceptor requestTimer(List<RequestObserver> observers) {
        return new MappedInterceptor(null, new RequestTimer(observers));
    }

    @Bean
    JsonReader jsonReader(ImageReader images, StrictJson json) {
        return new JsonReader(images, json);
    }

    @Bean
    FeedbackReader feedbackReader(StrictJson json, LimitProperties limits) {
        return new FeedbackReader(json, limits.instances());
    }

    @Bean
    Refusals refusals(ObjectProvider<RequestTrace> trace) {
        return new Refusals(trace.getIfAvailable(() -> RequestTrace.NONE));
    }

    @Bean
    ApiDocumentation apiDocumentation(ModelService models, AccessRules access, LimitProperties limits) {
        return new ApiDocumentation(models, access, limits.instances());
    }

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Etiqueta")
                        .description("Serves ONNX models that are versioned with DVC.")
                        .version("v1"))
                // Relative, so that it works behind any proxy.
                .servers(List.of(new Server().url("/")));
    }

    @Bean
    ClientAddress clientAddress(LimitProperties limits) {
        return new ClientAddress(limits.trustedProxies());
    }

    @Bean
    ClientLimits clientLimits(LimitProperties limits) {
        return new ClientLimits(limits.rate(), limits.burst(), limits.concurrency());
    }

    /** Where there are limits: it would cost each request something for nothing. */
    @Bean
    FilterRegistrationBean<ClientLimitFilter> clientLimitFilter(
            ClientLimits limits,
            ClientAddress addresses,
            @Value("${management.endpoints.web.base-path:/actuator}") String actuator) {
        var registration = new FilterRegistrationBean<>(new ClientLimitFilter(limits, addresses, probes(actuator)));
        registration.setOrder(ClientLimitFilter.ORDER);
        registration.setEnabled(limits.exist());
        return registration;
    }

    /** What is answered however much goes on, however often it is asked. */
    private static List<String> probes(String actuator) {
        return List.of(actuator + "/health", "/livez", "/readyz", "/v2/health", "/ping");
    }

    @Bean
    Drain drain(ShutdownProperties shutdown) {
        return new Drain(shutdown.drain());
    }

    /** Of whatever speaks to clients; the management has its own. */
    @Bean
    ClientMemory clientMemory() {
        return ClientMemory.ofHeap();
    }

    @Bean
    ServerHardening serverHardening(
            LimitProperties limits,
            ClientAddress addresses,
            ClientMemory memory,
            Drain drain,
            ServerObserver observer,
            @Value("${server.servlet.context-path:}") String contextPath,
            @Value("${management.endpoints.web.base-path:/actuator}") String actuator) {
        long longestBody =
                Math.max(limits.uploadSize().toBytes(), limits.jsonSize().toBytes());
        List<String> probes = probes(actuator).stream()
                .map(path -> "%s%s/*".formatted(contextPath, path))
                .toList();
        return new ServerHardening(
                new ServerLimits(limits.time(), longestBody, addresses, probes), drain::isDraining, observer, memory);
    }
}
