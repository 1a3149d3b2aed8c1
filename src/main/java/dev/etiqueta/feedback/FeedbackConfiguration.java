package dev.etiqueta.feedback;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class FeedbackConfiguration {

    @Bean
    FeedbackService feedbackService(FeedbackProperties properties, ObjectProvider<FeedbackObserver> observers) {
        return new FeedbackService(
                new PredictionMemory(properties.capacity(), properties.retention(), System::nanoTime),
                observers.orderedStream().toList());
    }
}
