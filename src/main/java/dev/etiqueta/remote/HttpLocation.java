package dev.etiqueta.remote;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The URL of an HTTP remote, taken apart.
 *
 * @param base what the path of an object is appended to, without a login
 * @param shown the base as messages have it: without a query string, which may be a signature
 * @param user the login in the URL, decoded; empty if there is none
 * @param password of that user; null if there is none
 */
record HttpLocation(
        String base, String shown, String user, @Nullable String password) {

    private static final Pattern ENDPOINT =
            Pattern.compile("https?://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?(/[\\w./~-]*)?");

    /**
     * Takes a URL apart.
     *
     * @param url whose scheme is http or https
     */
    static HttpLocation of(RemoteSettings remote, String url) {
        URI uri = checked(remote, url);
        String authority = uri.getRawAuthority();
        int at = authority.lastIndexOf('@');
        String[] login = authority.substring(0, Math.max(at, 0)).split(":", 2);
        String place = "%s://%s%s".formatted(uri.getScheme(), authority.substring(at + 1), uri.getRawPath());
        String query = uri.getRawQuery();
        return new HttpLocation(
                withoutSlash(query == null ? place : place + "?" + query),
                withoutSlash(place) + (query == null ? "" : "?..."),
                decoded(login[0]),
                login.length > 1 ? decoded(login[1]) : null);
    }

    /**
     * The address of an API, which has neither a login nor a query: those may be secrets.
     *
     * @param url of {@code endpointurl}, or where another place names it
     */
    static URI endpoint(TypedOptions options, String url) {
        if (ENDPOINT.matcher(url).matches()) {
            return URI.create(withoutSlash(url));
        }
        throw new RemoteOptionException(
                options.remote(),
                "has an endpointurl that is not of the form https://HOST:PORT",
                options.change("endpointurl", "https://HOST:PORT"));
    }

    /** The URL of an object. A query string stays before it, as in DVC: {@code https://host/get?file=/files/md5/...}. */
    URI object(String path) {
        return URI.create(base + "/" + ObjectPath.encoded(path));
    }

    String address(String path) {
        return shown + "/" + path;
    }

    private static URI checked(RemoteSettings remote, String url) {
        try {
            URI uri = new URI(url);
            String authority = String.valueOf(uri.getRawAuthority()).replaceFirst("^.*@", "");
            boolean hasHost = uri.getRawAuthority() != null && !authority.isEmpty() && !authority.startsWith(":");
            if (hasHost && uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // told below, without the URL, which may have a password in it
        }
        throw new RemoteOptionException(
                remote,
                "has a url without a host, or with characters that a URL has not",
                "Write https://HOST/PATH, with special characters percent-encoded, such as %20 for a space.");
    }

    private static String withoutSlash(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
