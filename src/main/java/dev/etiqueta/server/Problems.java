package dev.etiqueta.server;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpStatus;
import tools.jackson.databind.json.JsonMapper;

/** RFC 9457 problems of those who know no Spring, and what all problems say. */
public final class Problems {

    private static final JsonMapper JSON = new JsonMapper();

    private Problems() {}

    /**
     * The problem of a request in JSON.
     *
     * @param detail what was found, what was expected and what to do
     */
    public static byte[] json(int status, String detail, HttpServletRequest request) {
        return isInference(request)
                ? JSON.writeValueAsBytes(Map.of("error", detail))
                : json(status, detail, request.getRequestURI(), RequestId.of(request));
    }

    static byte[] json(int status, String detail, String path, String id) {
        return JSON.writeValueAsBytes(
                isInference(path) ? Map.of("error", detail) : members(status, detail, instance(path, id)));
    }

    /** Whether a path of the application is one of the Open Inference Protocol, which has errors of its own form. */
    public static boolean isInference(String path) {
        return path.equals("/v2") || path.startsWith("/v2/");
    }

    /** The same of a request. */
    public static boolean isInference(HttpServletRequest request) {
        return isInference(path(request));
    }

    /** The content type of what {@link #json} makes. */
    public static String contentType(HttpServletRequest request) {
        return contentType(path(request));
    }

    static String contentType(String path) {
        return isInference(path) ? "application/json" : "application/problem+json";
    }

    private static String path(HttpServletRequest request) {
        return request.getRequestURI().substring(request.getContextPath().length());
    }

    /** The same as the members of a JSON object. */
    public static Map<String, Object> members(int status, String detail, HttpServletRequest request) {
        return members(status, detail, instance(request));
    }

    private static Map<String, Object> members(int status, String detail, URI instance) {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("title", HttpStatus.getMessage(status));
        problem.put("status", status);
        problem.put("detail", detail);
        problem.put("instance", instance.toString());
        return problem;
    }

    /** A problem's {@code instance}: the path that was asked for, and as its fragment the id of the request. */
    public static URI instance(HttpServletRequest request) {
        return instance(request.getRequestURI(), RequestId.of(request));
    }

    /** In ASCII. What is a path to a web server need not be one to {@link URI}. */
    static URI instance(String path, String id) {
        try {
            URI instance = URI.create("/%s#%s".formatted(path.replaceFirst("^/+", ""), id));
            return URI.create(instance.toASCIIString());
        } catch (IllegalArgumentException e) {
            return URI.create("/#" + id);
        }
    }

    /** What a 404 says. */
    public static String nothingAt(String path) {
        return "there is nothing at %s; /docs shows what there is".formatted(path);
    }
}
