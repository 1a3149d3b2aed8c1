package dev.etiqueta.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a service as this or that caller. */
final class HttpCaller {

    private static final String THREE = "src/test/resources/digits/three.png";

    private final HttpClient http;
    private final String root;

    HttpCaller(HttpClient http, String root) {
        this.http = http;
        this.root = root;
    }

    static HttpCaller of(int port) {
        return new HttpCaller(HttpClient.newHttpClient(), "http://localhost:" + port);
    }

    /** Sends what the path takes: a digit for a prediction, else a small document. */
    HttpResponse<String> send(String method, String path, @Nullable String token, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(root + path));
        if (method.equals("POST")) {
            boolean image = path.endsWith("predict") || path.endsWith("decode");
            request.header("Content-Type", image ? "image/png" : "application/json");
            request.POST(image ? three() : BodyPublishers.ofString("{\"revision\": \"v1\"}"));
        } else {
            request.method(method, BodyPublishers.noBody());
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpRequest.BodyPublisher three() {
        try {
            return BodyPublishers.ofByteArray(Files.readAllBytes(Path.of(THREE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode json(HttpResponse<String> answer) {
        return new JsonMapper().readTree(answer.body());
    }
}
