package dev.etiqueta.command;

import dev.etiqueta.model.Prediction;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A service that runs somewhere, and is asked over HTTP. */
final class RunningService implements Labeler, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_ANSWER = 16 * 1024 * 1024;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI endpoint;
    private final @Nullable String key;

    /**
     * @param service its root, http or https
     * @param model which is asked; without it, the service's default
     * @param key that is shown; null for none
     */
    RunningService(URI service, @Nullable String model, @Nullable String key) {
        if (service.getHost() == null || !("http".equals(service.getScheme()) || "https".equals(service.getScheme()))) {
            throw new CommandException(
                    "--service is '%s', expected a url such as http://localhost:8080".formatted(service));
        }
        String path = model == null ? "predict" : "v1/models/%s:predict".formatted(encoded(model));
        String root = service.toString();
        this.key = key;
        this.endpoint = URI.create(root.endsWith("/") ? root + path : root + "/" + path);
    }

    @Override
    public Prediction.Label label(Path file) throws IOException {
        // Of the two types for images either will do: the service looks at the content.
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .timeout(PATIENCE)
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofByteArray(Files.readAllBytes(file)));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        HttpResponse<byte[]> answer = send(request.build());
        JsonNode body = json(answer.body());
        if (answer.statusCode() != 200) {
            throw new IOException("%s answers with status %d: %s"
                    .formatted(
                            endpoint,
                            answer.statusCode(),
                            body.path("detail").asString("with no reason that can be read")));
        }
        JsonNode prediction = body.path("predictions").path(0);
        if (!prediction.path("label").isString()) {
            throw new IOException("%s answers without a label".formatted(endpoint));
        }
        double probability = prediction.path("probability").asDouble(Double.NaN);
        return new Prediction.Label(
                prediction.path("label").asString(), probability, scores(prediction), probability, Double.NaN);
    }

    private static Map<String, Double> scores(JsonNode prediction) {
        Map<String, Double> scores = new LinkedHashMap<>();
        prediction.path("scores").forEachEntry((label, score) -> scores.put(label, score.asDouble(Double.NaN)));
        return scores;
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        try {
            return client.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
        } catch (ConnectException | HttpTimeoutException e) {
            throw new CommandException(
                    "%s does not answer: is the service up, and reachable from here?".formatted(endpoint));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
    }

    private static JsonNode json(byte[] body) {
        JsonMapper mapper = new JsonMapper();
        try {
            return mapper.readTree(body);
        } catch (JacksonException e) {
            return mapper.missingNode();
        }
    }

    private static String encoded(String model) {
        return URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        client.close();
    }
}
