package dev.etiqueta.remote;

import java.io.InputStream;
import java.net.URI;
import java.util.Map;

/** A web server, with WebDAV or without: an object is what GET answers at its path. */
final class HttpRemote implements Remote {

    private final HttpReader http;
    private final HttpLocation location;
    private final Map<String, String> login;

    private HttpRemote(HttpReader http, HttpLocation location, Map<String, String> login) {
        this.http = http;
        this.location = location;
        this.login = login;
    }

    /** A password or token that the server can read, it could use elsewhere. */
    private static Map<String, String> checked(TypedOptions options, HttpLocation location, Map<String, String> login) {
        if (!login.isEmpty()) {
            options.requireNamedServer(URI.create(location.base()), "a login");
        }
        return login;
    }

    /** Opens {@code http://} and {@code https://}. */
    static HttpRemote http(RemoteSettings settings) {
        TypedOptions options = new TypedOptions(settings);
        HttpLocation location = HttpLocation.of(settings, settings.url());
        HttpReader http = new HttpReader(
                settings.boundary(),
                Tls.of(options),
                options.seconds("connect_timeout"),
                options.seconds("read_timeout"));
        return new HttpRemote(http, location, checked(options, location, new HttpLogin(options, location).http()));
    }

    /** Opens {@code webdav://} and {@code webdavs://}, which are http and https; a query string is dropped as in DVC. */
    static HttpRemote webdav(RemoteSettings settings) {
        TypedOptions options = new TypedOptions(settings);
        String url = settings.url().replaceFirst("(?i)^webdav", "http").replaceFirst("\\?.*", "");
        HttpLocation location = HttpLocation.of(settings, url);
        HttpReader http = new HttpReader(
                settings.boundary(), Tls.of(options), options.seconds("timeout"), options.seconds("timeout"));
        return new HttpRemote(http, location, checked(options, location, new HttpLogin(options, location).webdav()));
    }

    @Override
    public InputStream open(String path) throws RemoteException {
        return http.get(location.object(ObjectPath.checked(path)), login, address(path));
    }

    @Override
    public String address(String path) {
        return location.address(path);
    }
}
