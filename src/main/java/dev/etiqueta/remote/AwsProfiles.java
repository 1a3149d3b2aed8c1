package dev.etiqueta.remote;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileLocation;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;

/**
 * The two files that the AWS tools keep profiles in, either of which may be missing, and the one profile that is used.
 *
 * @param name of the profile
 */
record AwsProfiles(ProfileFile file, String name, Path credentials, Path config) {

    private static final List<String> EXTERNAL = List.of("credential_process", "web_identity_token_file");

    /**
     * Reads them. As in DVC the environment says where they are before the options do, for the options may have come
     * with the project, from another machine.
     *
     * @throws RemoteOptionException if a file is no file of profiles
     */
    static AwsProfiles read(TypedOptions options) {
        Path credentials = ProfileFileSystemSetting.AWS_SHARED_CREDENTIALS_FILE
                        .getNonDefaultStringValue()
                        .isPresent()
                ? ProfileFileLocation.credentialsFilePath()
                : options.path("credentialpath").orElseGet(ProfileFileLocation::credentialsFilePath);
        Path config = ProfileFileSystemSetting.AWS_CONFIG_FILE
                        .getNonDefaultStringValue()
                        .isPresent()
                ? ProfileFileLocation.configurationFilePath()
                : options.path("configpath").orElseGet(ProfileFileLocation::configurationFilePath);
        ProfileFile.Aggregator both = ProfileFile.aggregator();
        add(both, options, credentials, ProfileFile.Type.CREDENTIALS);
        add(both, options, config, ProfileFile.Type.CONFIGURATION);
        String name = options.text("profile").orElseGet(ProfileFileSystemSetting.AWS_PROFILE::getStringValueOrThrow);
        return new AwsProfiles(both.build(), name, credentials, config);
    }

    private static void add(ProfileFile.Aggregator both, TypedOptions options, Path path, ProfileFile.Type type) {
        if (!Files.isRegularFile(path)) {
            return;
        }
        try {
            both.addFile(ProfileFile.builder().content(path).type(type).build());
        } catch (RuntimeException e) {
            // Its message may quote a line of the file.
            throw new RemoteOptionException(
                    options.remote(),
                    "needs the AWS profiles in %s, which cannot be read as such".formatted(path),
                    "Correct that file: it has sections such as [default], with lines such as region = us-east-1.");
        }
    }

    Optional<Profile> current() {
        return file.profile(name);
    }

    /**
     * Refuses a profile that starts a process, or reads another file, for its credentials.
     *
     * @throws RemoteOptionException if it does, and the deployer does not allow that
     */
    void requireOwnSecrets(TypedOptions options) {
        if (options.remote().boundary().externalCredentials()) {
            return;
        }
        Set<String> seen = new HashSet<>();
        for (Optional<Profile> next = current();
                next.isPresent() && seen.add(next.get().name()); ) {
            Profile profile = next.get();
            EXTERNAL.stream()
                    .filter(key -> profile.property(key).isPresent())
                    .findFirst()
                    .ifPresent(key -> {
                        throw new RemoteOptionException(
                                options.remote(),
                                "needs the AWS profile '%s', which has %s".formatted(profile.name(), key),
                                "Give keys or a role; or trust the profile, with etiqueta.remote.allow-external-credentials=true.");
                    });
            next = profile.property("source_profile").flatMap(file::profile);
        }
    }

    /** The files, and whether they exist, for messages. */
    String places() {
        return place(credentials) + ", " + place(config);
    }

    private static String place(Path file) {
        return Files.isRegularFile(file) ? file.toString() : file + " (does not exist)";
    }
}
