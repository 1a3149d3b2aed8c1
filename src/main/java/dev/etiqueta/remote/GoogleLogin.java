package dev.etiqueta.remote;

import com.google.api.client.http.HttpResponseException;
import com.google.auth.Retryable;
import com.google.auth.oauth2.GoogleCredentials;
import dev.etiqueta.remote.RemoteException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who asks Google for objects: a key file, the default credentials of this machine, or nobody. */
final class GoogleLogin {

    private static final String SCOPE = "https://www.googleapis.com/auth/devstorage.read_only";
    /** How the library says that there are none; whatever else it says is about some that do not work. */
    private static final String NONE_FOUND = "Your default credentials were not found";

    /** Where credentials come from; none if there are none. */
    interface Source {
        Optional<GoogleCredentials> find() throws IOException;
    }

    private final Source source;
    private boolean searched;
    private @Nullable GoogleCredentials found;

    GoogleLogin(Source source) {
        this.source = source;
    }

    /**
     * The login that the options of a remote ask for; a key file is read at once. Its tokens are good for all of
     * Google: a server that the repository names is asked without one.
     *
     * @param endpoint the server that is asked
     */
    static GoogleLogin of(TypedOptions options, URI endpoint) {
        if (options.flag("allow_anonymous_login")) {
            return new GoogleLogin(Optional::empty);
        }
        boolean googles = options.text("endpointurl").isEmpty();
        Optional<Path> file = options.file("credentialpath");
        if (file.isPresent()) {
            if (!googles) {
                options.requireNamedServer(endpoint, "a token of Google");
            }
            Optional<GoogleCredentials> key = Optional.of(keyFile(options, file.get()));
            return new GoogleLogin(() -> key);
        }
        return new GoogleLogin(
                googles || options.mayKnowSecrets(endpoint) ? () -> applicationDefault(options) : Optional::empty);
    }

    private static GoogleCredentials keyFile(TypedOptions options, Path file) {
        try {
            byte[] key = Files.readAllBytes(file);
            GoogleKeyFile.requireOwnSecret(options, file, key);
            return GoogleCredentials.fromStream(new ByteArrayInputStream(key)).createScoped(SCOPE);
        } catch (RemoteOptionException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new RemoteOptionException(
                    options.remote(),
                    "has credentialpath = %s, which has no Google credentials".formatted(file),
                    "Name the JSON file of a service account.",
                    e);
        }
    }

    private static Optional<GoogleCredentials> applicationDefault(TypedOptions options) throws IOException {
        try {
            GoogleKeyFile.requireOwnSecretOfEnvironment(options);
            return Optional.of(GoogleCredentials.getApplicationDefault().createScoped(SCOPE));
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).startsWith(NONE_FOUND)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whether objects are asked for without a login. */
    synchronized boolean isAnonymous() {
        return searched && found == null;
    }

    /** The headers of a request; none of an anonymous one. Asks for a token where the last one ran out. */
    Map<String, String> headers(URI object, String address) throws RemoteException {
        try {
            GoogleCredentials credentials = credentials();
            if (credentials == null) {
                return Map.of();
            }
            return credentials.getRequestMetadata(object).entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().getFirst()));
        } catch (IOException e) {
            throw noToken(address, e);
        }
    }

    private synchronized @Nullable GoogleCredentials credentials() throws IOException {
        if (!searched) {
            found = source.find().orElse(null);
            searched = true;
        }
        return found;
    }

    private static RemoteException noToken(String address, IOException cause) {
        if (cause instanceof Retryable failure && failure.isRetryable()) {
            return new RemoteException(Reason.UNAVAILABLE, address, "Google gives no token just now", cause);
        }
        HttpResponseException answer = HttpFailure.find(HttpResponseException.class, cause);
        if (answer == null) {
            return new RemoteException(Reason.FAILED, address, "no token from Google: " + cause.getMessage(), cause);
        }
        String detail = "Google refuses the credentials: HTTP " + answer.getStatusCode();
        return new RemoteException(Reason.FORBIDDEN, address, detail, cause);
    }
}
