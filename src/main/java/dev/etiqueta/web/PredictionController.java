package dev.etiqueta.web;

import dev.etiqueta.model.Answer;
import dev.etiqueta.model.Deadline;
import dev.etiqueta.model.ModelService;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** One resource that takes images and tensors, told apart by their content type. */
@RestController
@Tag(name = "Predictions")
class PredictionController {

    private static final String BY_NAME = "/v1/models/{name}:predict";
    static final String BY_DEFAULT = "/predict";

    private final ModelService models;
    private final LimitProperties limits;
    private final ImageReader images;
    private final MultipartReader multipart;
    private final JsonReader json;

    PredictionController(
            ModelService models,
            LimitProperties limits,
            ImageReader images,
            MultipartReader multipart,
            JsonReader json) {
        this.models = models;
        this.limits = limits;
        this.images = images;
        this.multipart = multipart;
        this.json = json;
    }

    @PostMapping(
            path = BY_NAME,
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    Answer predictInstances(@PathVariable String name, HttpServletRequest request) throws IOException {
        Deadline deadline = Deadline.after(limits.time());
        RequestBody body = RequestBody.of(request, limits.jsonSize().toBytes(), deadline);
        return models.predict(name, deadline, (model, batch) -> json.read(body, model, batch));
    }

    @PostMapping(
            path = BY_NAME,
            consumes = {MediaType.IMAGE_PNG_VALUE, MediaType.IMAGE_JPEG_VALUE},
            produces = MediaType.APPLICATION_JSON_VALUE)
    Answer predictImage(@PathVariable String name, HttpServletRequest request) throws IOException {
        Deadline deadline = Deadline.after(limits.time());
        RequestBody body = RequestBody.of(request, limits.uploadSize().toBytes(), deadline);
        return models.predict(name, deadline, (model, batch) -> {
            model.imageContract();
            images.add(body.bytes(), model, batch);
        });
    }

    @PostMapping(
            path = BY_NAME,
            consumes = MediaType.MULTIPART_FORM_DATA_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    Answer predictFiles(@PathVariable String name, HttpServletRequest request) throws IOException {
        Deadline deadline = Deadline.after(limits.time());
        RequestBody body = RequestBody.of(request, limits.uploadSize().toBytes(), deadline);
        return models.predict(
                name, deadline, (model, batch) -> multipart.read(request.getContentType(), body, model, batch));
    }

    @PostMapping(
            path = BY_DEFAULT,
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    Answer predictInstances(HttpServletRequest request) throws IOException {
        return predictInstances(models.defaultModel(), request);
    }

    @PostMapping(
            path = BY_DEFAULT,
            consumes = {MediaType.IMAGE_PNG_VALUE, MediaType.IMAGE_JPEG_VALUE},
            produces = MediaType.APPLICATION_JSON_VALUE)
    Answer predictImage(HttpServletRequest request) throws IOException {
        return predictImage(models.defaultModel(), request);
    }

    @PostMapping(
            path = BY_DEFAULT,
            consumes = MediaType.MULTIPART_FORM_DATA_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    Answer predictFiles(HttpServletRequest request) throws IOException {
        return predictFiles(models.defaultModel(), request);
    }
}
