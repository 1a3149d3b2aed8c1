package dev.etiqueta.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Files of Google credentials. Some hold a secret; others say where to get one: from a process to start, from any file,
 * or from any address, to be sent to any address.
 */
final class GoogleKeyFile {

    private static final Set<String> OWN_SECRET = Set.of("service_account", "authorized_user");
    private static final String VARIABLE = "GOOGLE_APPLICATION_CREDENTIALS";
    private static final JsonMapper JSON = new JsonMapper();

    private GoogleKeyFile() {}

    /** @throws RemoteOptionException if the file holds no secret of its own, and the deployer does not allow that */
    static void requireOwnSecret(TypedOptions options, Path file, byte[] content) {
        String type;
        try {
            type = JSON.readTree(content).path("type").asString("");
        } catch (JacksonException e) {
            // Google's library says it better.
            return;
        }
        if (!OWN_SECRET.contains(type) && !options.remote().boundary().externalCredentials()) {
            throw new RemoteOptionException(
                    options.remote(),
                    "has Google credentials of the type '%s' in %s, which get their secret elsewhere"
                            .formatted(type.matches("\\w{0,64}") ? type : "?", file),
                    "Name the key of a service account; or trust the file, with etiqueta.remote.allow-external-credentials=true.");
        }
    }

    /** The same of the file that Google's library finds by itself, if there is one. */
    static void requireOwnSecretOfEnvironment(TypedOptions options) throws IOException {
        Path file = found(System.getenv());
        if (Files.isRegularFile(file)) {
            requireOwnSecret(options, file, Files.readAllBytes(file));
        }
    }

    private static Path found(Map<String, String> environment) {
        String named = environment.get(VARIABLE);
        if (named != null) {
            return Path.of(named);
        }
        String tools = environment.get("CLOUDSDK_CONFIG");
        Path folder = tools == null ? Path.of(System.getProperty("user.home"), ".config", "gcloud") : Path.of(tools);
        return folder.resolve("application_default_credentials.json");
    }
}
