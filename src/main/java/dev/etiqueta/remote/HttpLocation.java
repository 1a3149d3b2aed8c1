package dev.etiqueta.remote;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
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

    /**
     * Takes a URL apart.
     *
     * @param url whose scheme is http or https
     * @param option that the URL comes from, for messages
     */
    static HttpLocation of(RemoteSettings remote, String option, String url) {
        URI uri = checked(remote, option, url);
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

    /** The URL of an object. A query string stays before it, as in DVC: {@code https://host/get?file=/files/md5/...}. */
    URI object(String path) {
        return URI.create(base + "/" + ObjectPath.encoded(path));
    }

    String address(String path) {
        return shown + "/" + path;
    }

    private static URI checked(RemoteSettings remote, String option, String url) {
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
                option,
                "is no URL with a host, or has characters that a URL has not",
                "Write https://host/path, with special characters percent-encoded, such as %20 for a space.");
    }

    private static String withoutSlash(String text) {
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
