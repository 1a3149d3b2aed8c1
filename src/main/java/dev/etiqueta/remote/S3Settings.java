package dev.etiqueta.remote;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Where a bucket is: the options of the remote, and where they are silent what the environment and the profile say,
 * as the AWS tools do.
 *
 * @param endpoint of the store; empty for Amazon's own
 */
record S3Settings(TypedOptions options, AwsProfiles profiles, Optional<URI> endpoint, Optional<Region> namedRegion) {

    private static final String REGION = "region";

    /** @throws RemoteOptionException if the options are not usable */
    static S3Settings of(RemoteSettings settings) {
        TypedOptions options = new TypedOptions(settings);
        AwsProfiles profiles = AwsProfiles.read(options);
        return new S3Settings(options, profiles, endpoint(options, profiles), region(options, profiles));
    }

    private static Optional<URI> endpoint(TypedOptions options, AwsProfiles profiles) {
        return options.text("endpointurl")
                .or(() -> Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL_S3")))
                .or(() -> Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL")))
                .or(() -> profiles.current().flatMap(profile -> profile.property("endpoint_url")))
                .map(url -> HttpLocation.endpoint(options, url));
    }

    private static Optional<Region> region(TypedOptions options, AwsProfiles profiles) {
        return options.text(REGION)
                .or(S3Settings::environmentRegion)
                .or(() -> profiles.current().flatMap(profile -> profile.property("region")))
                .map(name -> {
                    if (!name.matches("[\\w-]{1,64}")) {
                        throw options.invalid(REGION, name, "a name such as us-east-1");
                    }
                    return Region.of(name);
                });
    }

    private static Optional<String> environmentRegion() {
        try {
            return Optional.of(new SystemSettingsRegionProvider().getRegion().id());
        } catch (SdkClientException e) {
            return Optional.empty();
        }
    }

    /** The region to sign for. Where none is named Amazon's answer names it, and other stores have one only. */
    Region region() {
        return namedRegion.orElse(Region.US_EAST_1);
    }

    /** The server that is asked. */
    URI server() {
        return endpoint.orElseGet(
                () -> URI.create("https://" + S3Client.serviceMetadata().endpointFor(region())));
    }

    /** Whether the deployer has named it: what is no option, his environment and profiles say. */
    boolean isServerNamed() {
        boolean elsewhere = endpoint.isPresent() && options.text("endpointurl").isEmpty();
        return elsewhere || options.remote().boundary().named();
    }

    /** Whether it may know what it could use elsewhere. */
    boolean mayKnowSecrets() {
        return endpoint.isEmpty() || isServerNamed() || options.mayKnowSecrets(endpoint.get());
    }

    /** What requests go to, where it is not what the client finds by itself. */
    Optional<URI> override() {
        if (endpoint.isPresent() || options.flag("use_ssl", true)) {
            return endpoint;
        }
        return Optional.of(URI.create("http://" + S3Client.serviceMetadata().endpointFor(region())));
    }
}
