package dev.etiqueta.request;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What a request may cost. Each limit is checked before the memory is taken.
 *
 * @param uploadSize bytes of a request's body with images, the frame of its parts included
 * @param instances images or instances of a request
 * @param pixels pixels that an image's header may promise
 * @param jsonSize bytes of a request's body in JSON
 * @param jsonDepth arrays and objects within each other
 * @param time from the request's headers to its answer
 * @param rate requests of a client in a second, on average; 0 for any
 * @param burst requests that a client may send without a pause; as many as in a second where it is not set
 * @param concurrency requests of a client at a time; 0 for any
 * @param trustedProxies addresses and networks whose X-Forwarded-For says where requests come from
 */
@ConfigurationProperties(prefix = "etiqueta.limits", ignoreUnknownFields = false)
public record LimitProperties(
        @DefaultValue("10MB") DataSize uploadSize,
        @DefaultValue("256") int instances,
        @DefaultValue("4194304") long pixels,
        @DefaultValue("10MB") DataSize jsonSize,
        @DefaultValue("32") int jsonDepth,
        @DefaultValue("10s") Duration time,
        @DefaultValue("0") int rate,
        @DefaultValue("0") int burst,
        @DefaultValue("0") int concurrency,
        @DefaultValue List<String> trustedProxies) {

    /** @throws IllegalArgumentException for a limit that no request could meet */
    public LimitProperties {
        require(uploadSize.toBytes() > 0 && uploadSize.toBytes() < Integer.MAX_VALUE, "upload-size", uploadSize);
        require(instances > 0, "instances", instances);
        require(pixels > 0, "pixels", pixels);
        require(jsonSize.toBytes() > 0 && jsonSize.toBytes() < Integer.MAX_VALUE, "json-size", jsonSize);
        require(jsonDepth > 0, "json-depth", jsonDepth);
        require(rate >= 0, "rate", rate);
        require(burst >= 0 && (burst == 0 || rate > 0), "burst", burst);
        require(concurrency >= 0, "concurrency", concurrency);
        burst = burst == 0 ? rate : burst;
        trustedProxies = List.copyOf(trustedProxies);
        require(time.isPositive() && time.compareTo(Duration.ofDays(1)) <= 0, "time", time);
    }

    private static void require(boolean condition, String name, Object value) {
        if (!condition) {
            throw new IllegalArgumentException(
                    "etiqueta.limits.%s is %s, which no request can meet".formatted(name, value));
        }
    }
}
