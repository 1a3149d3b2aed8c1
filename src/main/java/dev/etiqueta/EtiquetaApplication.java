package dev.etiqueta;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The web service. Each package brings its own configuration. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
class EtiquetaApplication {}
