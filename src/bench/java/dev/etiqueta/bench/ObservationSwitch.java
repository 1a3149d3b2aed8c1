package dev.etiqueta.bench;

import dev.etiqueta.feedback.FeedbackObserver;
import dev.etiqueta.model.ModelObserver;
import dev.etiqueta.model.PredictionObserver;
import dev.etiqueta.request.ImageObserver;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** With {@code bench.observed=false} nobody is told what models do, to be compared with what that costs. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "bench.observed", havingValue = "false")
class ObservationSwitch {

    @Bean
    static BeanFactoryPostProcessor withoutObservers() {
        return beans -> Stream.of(
                        ModelObserver.class, PredictionObserver.class, ImageObserver.class, FeedbackObserver.class)
                .flatMap(type -> Stream.of(beans.getBeanNamesForType(type, true, false)))
                .distinct()
                .forEach(((BeanDefinitionRegistry) beans)::removeBeanDefinition);
    }
}
