package dev.etiqueta.web;

import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/** The page at {@code /}, which Spring Boot forwards to {@code /index.html}. */
@Configuration(proxyBeanMethods = false)
class PageConfiguration {

    /** After the controllers, and before the handler of all other files. */
    private static final int ORDER = 10;

    @Bean
    PageHandler pageIndex() {
        return new PageHandler(new ClassPathResource("static/"));
    }

    @Bean
    PageHandler pageFiles() {
        return new PageHandler(new ClassPathResource("static/page/"));
    }

    @Bean
    SimpleUrlHandlerMapping pageMapping(PageHandler pageIndex, PageHandler pageFiles) {
        return new SimpleUrlHandlerMapping(Map.of("/index.html", pageIndex, "/page/**", pageFiles), ORDER);
    }
}
