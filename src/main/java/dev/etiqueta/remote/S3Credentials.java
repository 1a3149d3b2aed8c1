package dev.etiqueta.remote;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Who reads a bucket. What is found is no exception of the client's own, so that having none is told from a failure. */
final class S3Credentials implements AwsCredentialsProvider, SdkAutoCloseable {

    private static final String KEY = "access_key_id";
    private static final String SECRET = "secret_access_key";

    /** There are no credentials where they were looked for. */
    static final class MissingException extends RuntimeException {

        private final String places;

        MissingException(String places, Throwable cause) {
            super(places, cause);
            this.places = places;
        }

        /** What was looked for, and where. */
        String places() {
            return places;
        }
    }

    private static final class TravellingTokenException extends RuntimeException {}

    private final AwsCredentialsProvider provider;
    private final String missing;

    /**
     * Creates them.
     *
     * @param missing what to say where the provider has none
     */
    S3Credentials(AwsCredentialsProvider provider, String missing) {
        this.provider = provider;
        this.missing = missing;
    }

    /**
     * Chooses them as DVC does. Nothing is looked for before the first request.
     *
     * @throws RemoteOptionException if the options are half of a pair
     */
    static S3Credentials of(S3Settings settings) {
        S3Credentials chosen = choose(settings);
        return settings.mayKnowSecrets()
                ? chosen
                : new S3Credentials(new LongTermOnly(chosen.provider), chosen.missing);
    }

    /** Keys sign, and stay here. A session's token is sent along: not to a server that the repository names. */
    private record LongTermOnly(AwsCredentialsProvider provider) implements AwsCredentialsProvider, SdkAutoCloseable {

        @Override
        public AwsCredentials resolveCredentials() {
            AwsCredentials found = provider.resolveCredentials();
            if (found instanceof AwsSessionCredentials) {
                throw new TravellingTokenException();
            }
            return found;
        }

        @Override
        public void close() {
            if (provider instanceof SdkAutoCloseable closeable) {
                closeable.close();
            }
        }
    }

    private static S3Credentials choose(S3Settings settings) {
        TypedOptions options = settings.options();
        AwsProfiles profiles = settings.profiles();
        if (options.flag("allow_anonymous_login")) {
            return new S3Credentials(AnonymousCredentialsProvider.create(), "");
        }
        @Nullable String key = options.text(KEY).orElse(null);
        @Nullable String secret = options.text(SECRET).orElse(null);
        if (key != null && secret != null) {
            return new S3Credentials(StaticCredentialsProvider.create(given(options, key, secret)), "");
        }
        if (key != null || secret != null) {
            throw half(options, key != null ? KEY : SECRET, key != null ? SECRET : KEY);
        }
        profiles.requireOwnSecrets(options);
        if (options.text("profile").isPresent()) {
            return ofProfile(profiles);
        }
        return settings.mayKnowSecrets() ? found(profiles) : foundHere(profiles);
    }

    /** Keys alone. What a role gives could not be used, so that nobody is asked for it. */
    private static S3Credentials foundHere(AwsProfiles profiles) {
        return new S3Credentials(
                AwsCredentialsProviderChain.of(
                        SystemPropertyCredentialsProvider.create(),
                        EnvironmentVariableCredentialsProvider.create(),
                        ProfileCredentialsProvider.builder()
                                .profileFile(profiles.file())
                                .profileName(profiles.name())
                                .build()),
                ("no AWS keys were found; looked for them in the remote's options, the environment, and the profile"
                                + " '%s' of %s; for a role, add the server to etiqueta.remote.allowed-hosts")
                        .formatted(profiles.name(), profiles.places()));
    }

    private static AwsCredentials given(TypedOptions options, String key, String secret) {
        return options.text("session_token")
                .<AwsCredentials>map(token -> AwsSessionCredentials.create(key, secret, token))
                .orElseGet(() -> AwsBasicCredentials.create(key, secret));
    }

    private static RemoteOptionException half(TypedOptions options, String present, String absent) {
        return new RemoteOptionException(
                options.remote(), "has %s without %s".formatted(present, absent), options.changeSecret(absent));
    }

    /** A profile that is named stands above the environment. */
    private static S3Credentials ofProfile(AwsProfiles profiles) {
        return new S3Credentials(
                ProfileCredentialsProvider.builder()
                        .profileFile(profiles.file())
                        .profileName(profiles.name())
                        .build(),
                "the AWS profile '%s' gives no credentials; looked for it in %s"
                        .formatted(profiles.name(), profiles.places()));
    }

    private static S3Credentials found(AwsProfiles profiles) {
        return new S3Credentials(
                DefaultCredentialsProvider.builder()
                        .profileFile(profiles.file())
                        .profileName(profiles.name())
                        .build(),
                ("no AWS credentials were found; looked for them in the remote's options, the environment,"
                                + " a web identity token, the profile '%s' of %s, the container's and the instance's role")
                        .formatted(profiles.name(), profiles.places()));
    }

    /** @throws MissingException if there are none */
    @Override
    public AwsCredentials resolveCredentials() {
        try {
            return provider.resolveCredentials();
        } catch (TravellingTokenException e) {
            throw new MissingException(
                    "a session's token would be sent, and it is the repository that names the server: add it to"
                            + " etiqueta.remote.allowed-hosts, or set etiqueta.remote.url",
                    e);
        } catch (RuntimeException e) {
            throw new MissingException(missing, e);
        }
    }

    @Override
    public void close() {
        if (provider instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }
}
