package dev.etiqueta.inference;

import dev.etiqueta.model.ModelService;
import dev.etiqueta.request.ImageReader;
import dev.etiqueta.request.LimitProperties;
import dev.etiqueta.request.StrictJson;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class InferenceConfiguration {

    @Bean
    InferenceService inferenceService(ModelService models, ImageReader images) {
        return new InferenceService(models, images);
    }

    @Bean
    InferenceCatalog inferenceCatalog(ModelService models, LimitProperties limits) {
        return new InferenceCatalog(models, limits.instances());
    }

    @Bean
    InferenceReader inferenceReader(LimitProperties limits) {
        return new InferenceReader(
                new StrictJson(limits.jsonDepth(), limits.jsonSize().toBytes(), true));
    }
}
