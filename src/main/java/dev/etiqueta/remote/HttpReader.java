package dev.etiqueta.remote;

import dev.etiqueta.remote.RemoteException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads URLs by GET. Each wait has its limit, for the connection as well as for any next bytes. Redirects are followed
 * here and not by the JDK, which would take the login along to other hosts.
 */
final class HttpReader {

    private static final int REDIRECTS = 5;

    private final Boundary boundary;
    private final Tls tls;
    private final int connectMillis;
    private final int readMillis;

    HttpReader(Boundary boundary, Tls tls, Duration connect, Duration read) {
        this.boundary = boundary;
        this.tls = tls;
        this.connectMillis = Math.toIntExact(connect.toMillis());
        this.readMillis = Math.toIntExact(read.toMillis());
    }

    /**
     * Reads a URL, in one attempt.
     *
     * @param login headers for the host of the URL, and for no other that it redirects to
     * @param address how messages name it
     */
    InputStream get(URI object, Map<String, String> login, String address) throws RemoteException {
        URI url = object;
        allow(object, boundary.named(), address);
        for (int redirects = 0; redirects <= REDIRECTS; redirects++) {
            HttpURLConnection connection = request(url, sameOrigin(url, object) ? login : Map.of(), address);
            int status = status(connection, address);
            if (status == HttpURLConnection.HTTP_OK) {
                return body(connection, address);
            }
            connection.disconnect();
            if (!isRedirect(status)) {
                String last = url.equals(object) ? "" : " after a redirect to " + origin(url);
                throw new RemoteException(HttpFailure.reason(status), address, "HTTP " + status + last, null);
            }
            url = target(url, connection.getHeaderField("Location"), address);
            if (!boundary.egress().allowsRedirect(object, url)) {
                throw new RemoteException(
                        Reason.FAILED,
                        address,
                        "redirects to another host, %s, which etiqueta.remote.allowed-hosts does not list"
                                .formatted(origin(url)),
                        null);
            }
            allow(url, true, address);
        }
        throw new RemoteException(Reason.FAILED, address, "more than %d redirects".formatted(REDIRECTS), null);
    }

    private void allow(URI url, boolean named, String address) throws RemoteException {
        try {
            boundary.egress().check(url, named);
        } catch (ForbiddenHostException e) {
            throw new RemoteException(Reason.FAILED, address, String.valueOf(e.getMessage()), e);
        }
    }

    private HttpURLConnection request(URI url, Map<String, String> login, String address) throws RemoteException {
        try {
            HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
            connection.setInstanceFollowRedirects(false);
            connection.setConnectTimeout(connectMillis);
            connection.setReadTimeout(readMillis);
            connection.setUseCaches(false);
            tls.applyTo(connection);
            connection.setRequestProperty("Accept", "*/*");
            // The digest is of the bytes as they are stored.
            connection.setRequestProperty("Accept-Encoding", "identity");
            login.forEach(connection::setRequestProperty);
            return connection;
        } catch (IOException e) {
            throw HttpFailure.unanswered(address, e);
        }
    }

    private static int status(HttpURLConnection connection, String address) throws RemoteException {
        try {
            int status = connection.getResponseCode();
            if (status < 100) {
                // Also what is left of one that broke off within its first line.
                throw new RemoteException(Reason.UNREACHABLE, address, "the answer is not HTTP", null);
            }
            return status;
        } catch (RemoteException e) {
            throw e;
        } catch (IOException e) {
            connection.disconnect();
            throw HttpFailure.unanswered(address, e);
        }
    }

    private static InputStream body(HttpURLConnection connection, String address) throws RemoteException {
        try {
            return new CheckedStream(
                    CountedStream.of(connection), cause -> HttpFailure.broken(address, cause), connection::disconnect);
        } catch (IOException e) {
            connection.disconnect();
            throw HttpFailure.broken(address, e);
        }
    }

    private static boolean isRedirect(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private static URI target(URI from, @Nullable String location, String address) throws RemoteException {
        try {
            URI target = from.resolve(new URI(String.valueOf(location)));
            String scheme = String.valueOf(target.getScheme()).toLowerCase(Locale.ROOT);
            boolean downgrade = "https".equalsIgnoreCase(from.getScheme()) && scheme.equals("http");
            if (location != null
                    && !location.isEmpty()
                    && target.getRawAuthority() != null
                    && scheme.matches("https?")
                    && !downgrade) {
                return target;
            }
            if (downgrade) {
                throw new RemoteException(
                        Reason.FAILED, address, "redirects from https to %s".formatted(origin(target)), null);
            }
        } catch (URISyntaxException e) {
            // told below, without the target, which may be signed
        }
        throw new RemoteException(Reason.FAILED, address, "redirects to no http or https URL", null);
    }

    private static boolean sameOrigin(URI one, URI other) {
        return origin(one).equals(origin(other));
    }

    /** Scheme, host and port: what is left of a URL when all that may be secret is away. */
    private static String origin(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getRawAuthority().replaceFirst("^.*@", "").toLowerCase(Locale.ROOT);
        return scheme + "://" + host.replaceFirst(scheme.equals("https") ? ":(443)?$" : ":(80)?$", "");
    }
}
