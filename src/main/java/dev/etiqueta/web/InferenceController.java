package dev.etiqueta.web;

import dev.etiqueta.model.Batch;
import dev.etiqueta.model.Deadline;
import dev.etiqueta.model.ElementType;
import dev.etiqueta.model.Model;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.ModelService;
import dev.etiqueta.model.Tensor;
import dev.etiqueta.model.TensorAnswer;
import dev.etiqueta.model.TensorRequest;
import dev.etiqueta.server.Arrival;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Asks models by the Open Inference Protocol (v2): tensors in, a graph's outputs back.
 *
 * @see <a href="https://github.com/kserve/open-inference-protocol">the protocol</a>
 */
@RestController
@Tag(name = "Open Inference Protocol")
class InferenceController {

    /** How many bytes of a body are JSON, where tensors follow it. */
    static final String JSON_LENGTH = "Inference-Header-Content-Length";

    static final String MODEL = "/v2/models/{name}";
    static final String VERSION = "/v2/models/{name}/versions/{version}";

    private final ModelService models;
    private final ImageReader images;
    private final InferenceReader reader;
    private final LimitProperties limits;

    InferenceController(ModelService models, ImageReader images, InferenceReader reader, LimitProperties limits) {
        this.models = models;
        this.images = images;
        this.reader = reader;
        this.limits = limits;
    }

    /** @throws ProblemException if it does not serve in this version; null is any */
    static void requireVersion(ModelInfo model, @Nullable String version) {
        if (version != null && !version.equals(model.id().version())) {
            throw new ProblemException(
                    HttpStatus.NOT_FOUND,
                    "%s is served in the version %s only"
                            .formatted(model.id().name(), model.id().version()));
        }
    }

    @PostMapping(
            path = {MODEL + "/infer", VERSION + "/infer"},
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_OCTET_STREAM_VALUE})
    @Operation(summary = "Ask a graph")
    ResponseEntity<byte[]> infer(
            @PathVariable String name,
            @PathVariable(required = false) @Nullable String version,
            HttpServletRequest request)
            throws IOException {
        long start = Arrival.nanoTime(request);
        long limit = Math.max(limits.uploadSize().toBytes(), limits.jsonSize().toBytes());
        try (RequestBody body = RequestBody.ofCompressed(request, limit, limits.time())) {
            Asked asked = new Asked(body, request.getHeader(JSON_LENGTH));
            TensorAnswer answer = models.infer(name, body.deadline(), model -> {
                RequestTimer.reached(request, model.info().id(), start);
                requireVersion(model.info(), version);
                return asked.of(model);
            });
            return answer(InferenceWriter.write(asked.request(), answer));
        }
    }

    private static ResponseEntity<byte[]> answer(InferenceWriter.Body written) {
        ResponseEntity.BodyBuilder response = ResponseEntity.ok();
        return written.isBinary()
                ? response.contentType(MediaType.APPLICATION_OCTET_STREAM)
                        .header(JSON_LENGTH, Integer.toString(written.jsonLength()))
                        .body(written.bytes())
                : response.contentType(MediaType.APPLICATION_JSON).body(written.bytes());
    }

    /** A request on its way to a model. */
    private final class Asked {

        private final RequestBody body;
        private final @Nullable String jsonLength;
        private @Nullable InferenceRequest request;

        Asked(RequestBody body, @Nullable String jsonLength) {
            this.body = body;
            this.jsonLength = jsonLength;
        }

        InferenceRequest request() {
            if (request == null) {
                throw new IllegalStateException("nobody has asked for it");
            }
            return request;
        }

        TensorRequest of(Model model) throws IOException {
            byte[] bytes = body.bytes();
            InferenceRequest read = reader.read(bytes, jsonLength(bytes.length));
            request = read;
            return takesImages(model, read) ? images(model, read, body.deadline()) : tensors(read);
        }

        private int jsonLength(int length) {
            if (jsonLength == null) {
                return length;
            }
            try {
                int found = Integer.parseInt(jsonLength);
                if (found > 0 && found <= length) {
                    return found;
                }
            } catch (NumberFormatException e) {
                // It is told below.
            }
            throw new ProblemException(
                    HttpStatus.BAD_REQUEST,
                    "the header %s is not a number from 1 to %d, the length of the body"
                            .formatted(JSON_LENGTH, length));
        }
    }

    private static boolean takesImages(Model model, InferenceRequest request) {
        return request.inputs().size() == 1
                && request.inputs().getFirst().datatype() == Datatype.BYTES
                && model.info().card() != null
                && model.info().card().image() != null
                && model.info().signature().inputs().getFirst().type() != ElementType.STRING;
    }

    /** Encoded images, as a model's card takes them. */
    private TensorRequest images(Model model, InferenceRequest request, Deadline deadline) {
        InferenceRequest.Input input = request.inputs().getFirst();
        String expected = model.info().signature().inputs().getFirst().name();
        if (!input.name().equals(expected) || input.shape().size() != 1) {
            throw new ProblemException(
                    HttpStatus.BAD_REQUEST, "images are BYTES of the shape [n], of the input '%s'".formatted(expected));
        }
        Batch batch = model.newBatch();
        for (ByteBuffer image : input.bytes()) {
            byte[] encoded = new byte[image.remaining()];
            image.get(encoded);
            images.add(encoded, "%s[%d]".formatted(expected, batch.size()), null, model, batch, deadline);
        }
        if (batch.size() == 0) {
            throw new ProblemException(HttpStatus.BAD_REQUEST, "there are no images");
        }
        return new TensorRequest(List.of(), batch);
    }

    private static TensorRequest tensors(InferenceRequest request) {
        List<Tensor> tensors = new ArrayList<>();
        for (InferenceRequest.Input input : request.inputs()) {
            ByteBuffer data = input.data();
            tensors.add(
                    data == null
                            ? Tensor.ofText(input.name(), input.shape(), text(input))
                            // The runtime is there for little-endian machines only.
                            : Tensor.of(input.name(), input.datatype().type(), input.shape(), data));
        }
        return new TensorRequest(tensors, null);
    }

    private static List<String> text(InferenceRequest.Input input) {
        List<String> text = new ArrayList<>();
        for (ByteBuffer bytes : input.bytes()) {
            try {
                text.add(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
            } catch (CharacterCodingException e) {
                throw new ProblemException(
                        HttpStatus.BAD_REQUEST,
                        "the element %d of the input '%s' is not UTF-8, which the graph takes"
                                .formatted(text.size(), input.name()));
            }
        }
        return text;
    }
}
