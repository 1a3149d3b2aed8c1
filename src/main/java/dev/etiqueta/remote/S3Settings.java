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
record S3Settings(CloudOptions options, AwsProfiles profiles, Optional<URI> endpoint, Optional<Region> namedRegion) {

    private static final String ENDPOINT = "endpointurl";
    private static final String REGION = "region";

    /** @throws RemoteOptionException if the options are not usable */
    static S3Settings of(RemoteSettings settings) {
        CloudOptions options = new CloudOptions(settings);
        AwsProfiles profiles = AwsProfiles.read(options);
        return new S3Settings(options, profiles, endpoint(options, profiles), region(options, profiles));
    }

    private static Optional<URI> endpoint(CloudOptions options, AwsProfiles profiles) {
        return options.text(ENDPOINT)
                .or(() -> Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL_S3")))
                .or(() -> Optional.ofNullable(System.getenv("AWS_ENDPOINT_URL")))
                .or(() -> profiles.current().flatMap(profile -> profile.property("endpoint_url")))
                .map(text -> parse(options, text));
    }

    private static URI parse(CloudOptions options, String text) {
        // A path and a port are fine; what may be a secret is neither needed nor shown.
        if (text.matches(
                "https?://[A-Za-z0-9._-]+(:\\d{1,5})?(/[\\w./~-]*)?|https?://\\[[0-9A-Fa-f:.]+](:\\d{1,5})?/?")) {
            return URI.create(text);
        }
        throw new RemoteOptionException(
                options.settings(),
                "has an endpointurl that is not of the form https://HOST:PORT",
                options.change(ENDPOINT, "https://HOST:PORT"));
    }

    private static Optional<Region> region(CloudOptions options, AwsProfiles profiles) {
        return options.text(REGION)
                .or(S3Settings::environmentRegion)
                .or(() -> profiles.current().flatMap(profile -> profile.property("region")))
                .map(name -> {
                    if (!name.matches("[\\w-]{1,64}")) {
                        throw new RemoteOptionException(
                                options.settings(),
                                "has the region '%s', which is not of the form us-east-1".formatted(name),
                                options.change(REGION, "NAME"));
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

    /** What requests go to, where it is not what the client finds by itself. */
    Optional<URI> override() {
        if (endpoint.isPresent() || options.flag("use_ssl", true)) {
            return endpoint;
        }
        return Optional.of(URI.create("http://" + S3Client.serviceMetadata().endpointFor(region())));
    }
}
