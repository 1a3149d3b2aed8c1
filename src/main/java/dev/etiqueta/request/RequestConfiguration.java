package dev.etiqueta.request;

import dev.etiqueta.image.ImageDecoder;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RequestConfiguration {

    @Bean
    ImageReader imageReader(LimitProperties limits, List<ImageObserver> observers) {
        return new ImageReader(
                new ImageDecoder(limits.pixels()), DecodingMemory.ofProcess(), limits.instances(), observers);
    }

    @Bean
    StrictJson strictJson(LimitProperties limits) {
        return new StrictJson(limits.jsonDepth(), limits.jsonSize().toBytes());
    }

    @Bean
    FailureLog failureLog() {
        return new FailureLog();
    }
}
