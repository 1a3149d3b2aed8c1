package dev.etiqueta.remote;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The places of objects below a remote's root. */
final class ObjectPath {

    private ObjectPath() {}

    /**
     * Lets only paths through that stay below the root.
     *
     * @throws IllegalArgumentException if it is absolute, or a part of it is empty, {@code .} or {@code ..}
     */
    static String checked(String path) {
        boolean stays = Arrays.stream(path.split("/", -1))
                .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('\0') >= 0);
        if (!stays || path.indexOf('\\') >= 0) {
            throw new IllegalArgumentException("not a path below the root of a remote: " + path);
        }
        return path;
    }

    /** A path as a URL has it: every part percent-encoded. */
    static String encoded(String path) {
        return Arrays.stream(path.split("/", -1)).map(ObjectPath::encodedPart).collect(Collectors.joining("/"));
    }

    /** A text as one part of a URL's path: {@code /} is encoded, too. */
    static String encodedPart(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
