package dev.etiqueta.deployment;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where what was fetched is kept.
 *
 * @param dir the folder; where it is not set, {@code etiqueta} in the user's cache folder
 * @param maxSize of all objects; those in use are kept even beyond it
 */
@ConfigurationProperties(prefix = CacheProperties.PREFIX, ignoreUnknownFields = false)
record CacheProperties(
        @Nullable Path dir, @DefaultValue("5GB") DataSize maxSize) {

    static final String PREFIX = "etiqueta.cache";

    /** @throws IllegalArgumentException for a size that holds nothing */
    CacheProperties {
        if (maxSize.toBytes() < 1) {
            throw new IllegalArgumentException("%s.max-size is %s, which holds nothing".formatted(PREFIX, maxSize));
        }
    }
}
