package dev.etiqueta.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends what a client sends. */
final class HttpTester {

    private static final String BOUNDARY = "----boundary";
    private final HttpClient client = HttpClient.newHttpClient();
    private final String root;

    HttpTester(int port) {
        this.root = "http://localhost:" + port;
    }

    /** An answer: its status, its content type, its headers, and its body as text and as JSON. */
    record Answer(int status, String type, HttpHeaders headers, String text) {

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }

        JsonNode json() {
            return new JsonMapper().readTree(text);
        }

        String detail() {
            return json().path("detail").asString("");
        }
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path, String type, byte[] body) {
        return send(request(path).header("Content-Type", type).POST(BodyPublishers.ofByteArray(body)));
    }

    Answer postJson(String path, String body) {
        return post(path, "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends files, by name, as parts called "file". */
    Answer postFiles(String path, Map<String, byte[]> files) {
        return postParts(path, "file", files);
    }

    Answer postParts(String path, String field, Map<String, byte[]> files) {
        List<Part> parts = new ArrayList<>();
        files.forEach((name, content) -> parts.add(new Part(field, name, content)));
        return postParts(path, parts);
    }

    /** One of a form: its field, the name of the file, and what is in it. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Part(String field, String file, byte[] content) {}

    Answer postParts(String path, List<Part> parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Part part : parts) {
            body.writeBytes(
                    "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: application/octet-stream\r\n\r\n"
                            .formatted(BOUNDARY, part.field(), part.file())
                            .getBytes(StandardCharsets.UTF_8));
            body.writeBytes(part.content());
            body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return post(path, "multipart/form-data; boundary=" + BOUNDARY, body.toByteArray());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(root + path));
    }

    Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.headers(),
                    response.body());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
