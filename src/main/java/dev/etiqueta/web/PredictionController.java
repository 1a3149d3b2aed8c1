package dev.etiqueta.web;

import dev.etiqueta.model.Answer;
import dev.etiqueta.model.Deadline;
import dev.etiqueta.model.ModelService;
import dev.etiqueta.model.ModelService.BatchFiller;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** One resource that takes images and tensors, told apart by their content type. */
@RestController
@Tag(name = "Predictions")
class PredictionController {

    /** Where the default model answers. */
    static final String BY_DEFAULT = "/predict";

    private static final String BY_NAME = "/v1/models/{name}:predict";

    private final ModelService models;
    private final LimitProperties limits;
    private final ImageReader images;
    private final MultipartReader multipart;
    private final JsonReader json;
    private final BodyBudget budget = BodyBudget.ofHeap();

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
            path = {BY_NAME, BY_DEFAULT},
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    Answer predictInstances(@PathVariable(required = false) @Nullable String name, HttpServletRequest request)
            throws IOException {
        return predict(name, request, limits.jsonSize(), body -> (model, batch) -> json.read(body, model, batch));
    }

    @PostMapping(
            path = {BY_NAME, BY_DEFAULT},
            consumes = {MediaType.IMAGE_PNG_VALUE, MediaType.IMAGE_JPEG_VALUE, "image/jpg"},
            produces = MediaType.APPLICATION_JSON_VALUE)
    Answer predictImage(@PathVariable(required = false) @Nullable String name, HttpServletRequest request)
            throws IOException {
        return predict(name, request, limits.uploadSize(), body -> (model, batch) -> images.read(body, model, batch));
    }

    @PostMapping(
            path = {BY_NAME, BY_DEFAULT},
            consumes = MediaType.MULTIPART_FORM_DATA_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    Answer predictFiles(@PathVariable(required = false) @Nullable String name, HttpServletRequest request)
            throws IOException {
        String type = request.getContentType();
        return predict(
                name, request, limits.uploadSize(), body -> (model, batch) -> multipart.read(type, body, model, batch));
    }

    /** Makes instances of a body. */
    private interface BodyReader {
        BatchFiller<IOException> of(RequestBody body);
    }

    private Answer predict(@Nullable String name, HttpServletRequest request, DataSize limit, BodyReader reader)
            throws IOException {
        Deadline deadline = Deadline.after(limits.time());
        try (RequestBody body = RequestBody.of(request, limit.toBytes(), deadline, budget)) {
            return models.predict(name == null ? models.defaultModel() : name, deadline, reader.of(body));
        }
    }
}
