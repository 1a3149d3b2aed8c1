package dev.etiqueta.remote;

import dev.etiqueta.remote.RemoteException.Reason;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;

/**
 * A bucket of Google Cloud Storage. Objects come from the download address of its JSON API, which is what DVC reads
 * and what emulators answer at whatever host they run.
 */
final class GoogleRemote implements Remote {

    private static final String ENDPOINT = "https://storage.googleapis.com";

    private final HttpReader http;
    private final GoogleLogin login;
    private final BucketUrl url;
    private final String downloads;

    private GoogleRemote(TypedOptions options, GoogleLogin login) {
        Duration timeout = options.remote().timeout();
        this.http = new HttpReader(options.remote().boundary(), Tls.USUAL, timeout, timeout);
        this.login = login;
        this.url = BucketUrl.of(options.remote(), "gs");
        this.downloads =
                "%s/download/storage/v1/b/%s/o/".formatted(endpoint(options), ObjectPath.encodedPart(url.bucket()));
    }

    /** Opens {@code gs://bucket/prefix}. */
    static GoogleRemote open(RemoteSettings settings) {
        TypedOptions options = new TypedOptions(settings);
        return open(options, GoogleLogin.of(options, endpoint(options)));
    }

    static GoogleRemote open(TypedOptions options, GoogleLogin login) {
        return new GoogleRemote(options, login);
    }

    private static URI endpoint(TypedOptions options) {
        return HttpLocation.endpoint(options, options.text("endpointurl").orElse(ENDPOINT));
    }

    @Override
    public InputStream open(String path) throws RemoteException {
        URI object = URI.create(downloads + ObjectPath.encodedPart(url.key(path)) + "?alt=media");
        try {
            return http.get(object, login.headers(object, address(path)), address(path));
        } catch (RemoteException e) {
            if (e.reason() == Reason.FORBIDDEN && login.isAnonymous()) {
                throw new RemoteException(
                        Reason.FORBIDDEN,
                        address(path),
                        e.getMessage() + ", asked for without credentials: none were found",
                        e);
            }
            throw e;
        }
    }

    @Override
    public String address(String path) {
        return url.object(path);
    }
}
