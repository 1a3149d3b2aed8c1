package dev.etiqueta.web;

import dev.etiqueta.feedback.FeedbackService;
import dev.etiqueta.feedback.PredictionId;
import dev.etiqueta.model.Answer;
import dev.etiqueta.model.ModelService;
import dev.etiqueta.model.ModelService.BatchFiller;
import dev.etiqueta.request.ImageReader;
import dev.etiqueta.request.LimitProperties;
import dev.etiqueta.request.Protocol;
import dev.etiqueta.server.Arrival;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** One resource that takes images and tensors, told apart by their content type. */
@RestController
@Tag(name = "Predictions")
class PredictionController {

    /** Where the default model answers. */
    static final String BY_DEFAULT = "/predict";

    /** The version of the model that has answered, in ASCII. */
    static final String VERSION_HEADER = "X-Model-Version";

    /** By what the predictions are known when their true labels are said; see {@link FeedbackController}. */
    static final String ID_HEADER = "X-Prediction-Id";

    static final String BY_NAME = "/v1/models/{name}:predict";

    /** The name of the parts of a form that hold images. */
    static final String FIELD = "file";

    private static final String TRACE_PARENT = "traceparent";

    private static final List<MediaType> TAKEN = List.of(
            MediaType.IMAGE_PNG,
            MediaType.MULTIPART_FORM_DATA,
            MediaType.APPLICATION_JSON,
            MediaType.IMAGE_JPEG,
            // No registered type, and a usual one.
            new MediaType("image", "jpg"));

    private final ModelService models;
    private final LimitProperties limits;
    private final ImageReader images;
    private final MultipartReader multipart;
    private final JsonReader json;
    private final FeedbackService feedback;
    private final RequestTrace trace;
    private final List<AnswerObserver> observers;

    PredictionController(
            ModelService models,
            LimitProperties limits,
            ImageReader images,
            MultipartReader multipart,
            JsonReader json,
            FeedbackService feedback,
            ObjectProvider<RequestTrace> trace,
            ObjectProvider<AnswerObserver> observers) {
        this.models = models;
        this.limits = limits;
        this.images = images;
        this.multipart = multipart;
        this.json = json;
        this.feedback = feedback;
        this.trace = trace.getIfAvailable(() -> RequestTrace.NONE);
        this.observers = observers.orderedStream().toList();
    }

    /** Predicts what the body holds. One mapping for all content types: they differ in the body's reader alone. */
    @PostMapping(
            path = {BY_NAME, BY_DEFAULT},
            produces = MediaType.APPLICATION_JSON_VALUE)
    Answer predict(
            @PathVariable(required = false) @Nullable String name,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException, HttpMediaTypeNotSupportedException {
        Answer answer = predict(name, request);
        response.setHeader(VERSION_HEADER, headerValue(answer.version()));
        PredictionId id = feedback.remember(answer, traceId(request));
        if (id != null) {
            response.setHeader(ID_HEADER, id.toString());
        }
        for (AnswerObserver observer : observers) {
            observer.answered(id, answer);
        }
        return answer;
    }

    /** Of the trace that the request is in, or as the client says it. */
    private @Nullable PredictionId traceId(HttpServletRequest request) {
        String id = trace.id();
        if (id != null) {
            return PredictionId.parse(id);
        }
        String parent = request.getHeader(TRACE_PARENT);
        return parent == null ? null : PredictionId.ofTraceParent(parent);
    }

    /** A tag may have any letters, and a header ASCII's only. */
    private static String headerValue(String version) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(version)
                ? version
                : URLEncoder.encode(version, StandardCharsets.UTF_8);
    }

    private Answer predict(@Nullable String name, HttpServletRequest request)
            throws IOException, HttpMediaTypeNotSupportedException {
        MediaType type = contentType(request);
        if (type.isCompatibleWith(MediaType.MULTIPART_FORM_DATA)) {
            return predict(
                    name,
                    request,
                    limits.uploadSize(),
                    body -> (model, batch) -> multipart.read(request.getContentType(), body, model, batch));
        }
        if (type.isCompatibleWith(MediaType.APPLICATION_JSON)) {
            return predict(name, request, limits.jsonSize(), body -> (model, batch) -> json.read(body, model, batch));
        }
        return predict(name, request, limits.uploadSize(), body -> (model, batch) -> {
            // Asked before the body is read: a model that takes no images says so at once.
            model.imageContract();
            images.add(body.bytes(), "", null, model, batch, body.deadline());
        });
    }

    private static MediaType contentType(HttpServletRequest request) throws HttpMediaTypeNotSupportedException {
        MediaType type = null;
        try {
            if (request.getContentType() != null) {
                type = MediaType.parseMediaType(request.getContentType());
            }
        } catch (InvalidMediaTypeException e) {
            throw new HttpMediaTypeNotSupportedException(e.getMessage(), TAKEN);
        }
        if (type == null || type.isWildcardType() || TAKEN.stream().noneMatch(type::isCompatibleWith)) {
            throw new HttpMediaTypeNotSupportedException(type, TAKEN);
        }
        return type;
    }

    /** Makes instances of a body. */
    private interface BodyReader {
        BatchFiller<IOException> of(RequestBody body);
    }

    private Answer predict(@Nullable String name, HttpServletRequest request, DataSize limit, BodyReader reader)
            throws IOException {
        long start = Arrival.nanoTime(request);
        RequestBody body = RequestBody.of(request, limit.toBytes(), limits.time());
        BatchFiller<IOException> filler = reader.of(body);
        return models.predict(name, body.deadline(), (model, batch) -> {
            RequestTimer.reached(request, model.info().id(), Protocol.V1, start);
            filler.fill(model, batch);
        });
    }
}
