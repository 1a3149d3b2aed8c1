package dev.etiqueta.server;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

/** RFC 9457 problems of those who know no Spring, and what all problems say. */
public final class Problems {

    private static final JsonMapper JSON = new JsonMapper();

    private Problems() {}

    /** A problem in JSON. */
    public static byte[] json(int status, String detail, String path) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("title", HttpStatus.getMessage(status));
        problem.put("status", status);
        problem.put("detail", detail);
        problem.put("instance", instance(path).toString());
        return JSON.writeValueAsBytes(problem);
    }

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
