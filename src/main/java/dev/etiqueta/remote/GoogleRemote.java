package dev.etiqueta.remote;

import dev.etiqueta.remote.RemoteException.Reason;
import java.io.InputStream;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bucket of Google Cloud Storage. Objects come from the download address of its JSON API, which is what DVC reads
 * and what emulators answer at whatever host they run.
 */
final class GoogleRemote implements Remote {

    private static final Pattern URL = Pattern.compile("\\w+://([^/?#]+)/*(.*?)/*");
    private static final String ENDPOINT = "https://storage.googleapis.com";

    private final HttpReader http;
    private final GoogleLogin login;
    private final String bucket;
    private final String prefix;
    private final String downloads;

    private GoogleRemote(RemoteSettings settings, GoogleLogin login, Matcher url) {
        this.http = new HttpReader(new Tls(null, true), settings.timeout(), settings.timeout());
        this.login = login;
        this.bucket = url.group(1);
        this.prefix = url.group(2).isEmpty() ? "" : url.group(2) + "/";
        String endpoint = settings.option("endpointurl").orElse(ENDPOINT);
        this.downloads = "%s/download/storage/v1/b/%s/o/"
                .formatted(HttpLocation.of(settings, "endpointurl", endpoint).base(), ObjectPath.encodedPart(bucket));
    }

    /** Opens {@code gs://bucket/prefix}. */
    static GoogleRemote open(RemoteSettings settings) {
        return open(settings, GoogleLogin.of(settings));
    }

    static GoogleRemote open(RemoteSettings settings, GoogleLogin login) {
        Matcher url = URL.matcher(settings.url());
        if (!url.matches()) {
            throw new RemoteOptionException(settings, "url", "names no bucket", "Write gs://bucket/prefix.");
        }
        return new GoogleRemote(settings, login, url);
    }

    @Override
    public InputStream open(String path) throws RemoteException {
        String name = prefix + ObjectPath.checked(path);
        URI object = URI.create(downloads + ObjectPath.encodedPart(name) + "?alt=media");
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
        return "gs://%s/%s%s".formatted(bucket, prefix, path);
    }
}
