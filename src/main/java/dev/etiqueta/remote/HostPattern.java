package dev.etiqueta.remote;

import java.net.URI;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host that may be asked.
 *
 * @param host in lower case, without brackets and a last dot
 * @param below whether it stands for the hosts below it, and not for itself
 * @param port the only one that is meant; -1 for any
 */
public record HostPattern(String host, boolean below, int port) {

    private static final Pattern FORM =
            Pattern.compile("(\\*\\.)?([A-Za-z0-9_][A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+])(?::(\\d{1,5}))?");

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+(%[A-Za-z0-9._-]+)?]");

    /**
     * Reads {@code host}, {@code *.domain}, {@code [address]}, each with or without {@code :port}.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static HostPattern parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "etiqueta.remote.allowed-hosts has '%s', expected hosts such as store.example.com, *.example.com or localhost:9000"
                            .formatted(text));
        }
        int port = form.group(3) == null ? -1 : Integer.parseInt(form.group(3));
        return new HostPattern(bare(form.group(2)), form.group(1) != null, port);
    }

    boolean matches(URI server) {
        String found = bare(of(server));
        boolean named = below ? found.endsWith("." + host) : found.equals(host);
        return named && (port < 0 || port == port(server));
    }

    private static int port(URI server) {
        Matcher port = Pattern.compile(".*:(\\d{1,5})").matcher(String.valueOf(server.getRawAuthority()));
        if (port.matches()) {
            return Integer.parseInt(port.group(1));
        }
        return switch (String.valueOf(server.getScheme()).toLowerCase(Locale.ROOT)) {
            case "https" -> 443;
            case "ssh" -> 22;
            default -> 80;
        };
    }

    /** The host of a URL, also where {@link URI} takes it for none, as {@code 2852039166} and names with underscores. */
    static String of(URI server) {
        if (server.getHost() != null) {
            return server.getHost();
        }
        String authority = String.valueOf(server.getRawAuthority());
        return authority.replaceFirst("^.*@", "").replaceFirst(":\\d*$", "");
    }

    /** As it is compared and resolved. */
    static String bare(String host) {
        return host.toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "").replaceFirst("\\.$", "");
    }

    /** Whether all who read it read the same: others may decode or normalize what is not plain. */
    static boolean isPlain(String host) {
        return PLAIN.matcher(host).matches();
    }

    /** For messages. */
    static String shown(String host) {
        return host.length() <= 100 ? host : host.substring(0, 100) + "...";
    }
}
