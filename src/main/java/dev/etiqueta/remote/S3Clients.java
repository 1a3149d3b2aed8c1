package dev.etiqueta.remote;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.utils.AttributeMap;

/** Makes clients of S3. */
final class S3Clients {

    private S3Clients() {}

    /** @throws RemoteOptionException if the options are not usable */
    static S3Client create(S3Settings settings, S3Credentials credentials) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClient(http(settings.options()))
                .region(settings.region())
                .credentialsProvider(credentials)
                .forcePathStyle(settings.endpoint().isPresent())
                // Amazon says where a bucket is; other stores have nothing to say.
                .crossRegionAccessEnabled(settings.endpoint().isEmpty())
                // Every object is hashed by who reads it, and few stores but Amazon's know these.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(overrides -> overrides
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .defaultProfileFile(settings.profiles().file())
                        .defaultProfileName(settings.profiles().name()));
        Optional<URI> override = settings.override();
        override.ifPresent(builder::endpointOverride);
        return builder.build();
    }

    private static SdkHttpClient http(TypedOptions options) {
        UrlConnectionHttpClient.Builder http = UrlConnectionHttpClient.builder()
                .connectionTimeout(options.seconds("connect_timeout"))
                .socketTimeout(options.seconds("read_timeout"));
        Trust trust = Trust.of(options);
        if (trust.verifies() && trust.managers() != null) {
            http.tlsTrustManagersProvider(trust::managers);
        }
        return http.buildWithDefaults(AttributeMap.builder()
                .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, !trust.verifies())
                .build());
    }
}
