package dev.etiqueta.server;

import java.net.URI;

/** What problems say, whoever writes them. */
public final class Problems {

    private Problems() {}

    /** A path as a problem's {@code instance}. What is a path to a web server need not be one to {@link URI}. */
    public static URI instance(String path) {
        try {
            return URI.create("/" + path.replaceFirst("^/+", ""));
        } catch (IllegalArgumentException e) {
            return URI.create("/");
        }
    }

    /** What a 404 says. */
    public static String nothingAt(String path) {
        return "there is nothing at %s; /docs shows what there is".formatted(path);
    }
}
