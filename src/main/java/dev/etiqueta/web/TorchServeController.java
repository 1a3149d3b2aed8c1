package dev.etiqueta.web;

import dev.etiqueta.inference.InferenceCatalog;
import dev.etiqueta.model.Answer;
import dev.etiqueta.model.ModelService;
import dev.etiqueta.model.Prediction;
import dev.etiqueta.request.LimitProperties;
import dev.etiqueta.request.Protocol;
import dev.etiqueta.server.Arrival;
import io.swagger.v3.oas.annotations.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

/**
 * The paths of TorchServe, for its clients.
 *
 * @see <a href="https://docs.pytorch.org/serve/inference_api.html">its inference API</a>
 */
@RestController
@Hidden
class TorchServeController {

    /** Of the labels of an image, as TorchServe's image classifier gives. */
    private static final int MOST_LABELS = 5;

    private final ModelService models;
    private final InferenceCatalog catalog;
    private final TorchServeReader reader;
    private final LimitProperties limits;
    private final ApplicationAvailability availability;

    TorchServeController(
            ModelService models,
            InferenceCatalog catalog,
            TorchServeReader reader,
            LimitProperties limits,
            ApplicationAvailability availability) {
        this.models = models;
        this.catalog = catalog;
        this.reader = reader;
        this.limits = limits;
        this.availability = availability;
    }

    record Health(String status) {}

    record Named(String modelName, String modelUrl) {}

    record Models(List<Named> models) {}

    record Predictions(List<Object> predictions) {}

    @GetMapping(path = "/ping", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Health> ping() {
        return availability.getReadinessState() == ReadinessState.ACCEPTING_TRAFFIC
                ? ResponseEntity.ok(new Health("Healthy"))
                : ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body(new Health("Unhealthy"));
    }

    @GetMapping(path = "/models", produces = MediaType.APPLICATION_JSON_VALUE)
    Models models() {
        return new Models(catalog.names().stream()
                .map(name -> new Named(name, name + ".onnx"))
                .toList());
    }

    /** An image is answered with its labels' probabilities, several with a list of these, and instances with predictions. */
    @RequestMapping(
            path = {"/predictions/{name}", "/predictions/{name}/{version}"},
            method = {RequestMethod.POST, RequestMethod.PUT},
            produces = MediaType.APPLICATION_JSON_VALUE)
    Object predict(
            @PathVariable String name,
            @PathVariable(required = false) @Nullable String version,
            HttpServletRequest request)
            throws IOException {
        catalog.model(name, version);
        String contentType = request.getContentType();
        boolean json = TorchServeReader.isJson(contentType);
        long limit = (json ? limits.jsonSize() : limits.uploadSize()).toBytes();
        RequestBody body = RequestBody.of(request, limit, limits.time());
        Answer answer = models.predict(name, body.deadline(), (model, batch) -> {
            RequestTimer.reached(request, model.info().id(), Protocol.TORCHSERVE, Arrival.nanoTime(request));
            reader.read(contentType, body, model, batch);
        });
        List<Object> predictions =
                answer.predictions().stream().map(TorchServeController::form).toList();
        if (json) {
            return new Predictions(predictions);
        }
        return predictions.size() == 1 ? predictions.getFirst() : predictions;
    }

    private static Object form(Prediction prediction) {
        return switch (prediction) {
            case Prediction.Label label -> best(label.scores());
            case Prediction.Raw raw -> raw.value();
        };
    }

    private static Map<String, Double> best(Map<String, Double> scores) {
        Map<String, Double> best = new LinkedHashMap<>();
        scores.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(MOST_LABELS)
                .forEach(entry -> best.put(entry.getKey(), entry.getValue()));
        return best;
    }
}
