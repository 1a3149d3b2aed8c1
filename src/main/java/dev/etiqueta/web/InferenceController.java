package dev.etiqueta.web;

import dev.etiqueta.inference.InferenceReader;
import dev.etiqueta.inference.InferenceRequest;
import dev.etiqueta.inference.InferenceService;
import dev.etiqueta.inference.InferenceWriter;
import dev.etiqueta.inference.RawBody;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.request.Fault;
import dev.etiqueta.request.LimitProperties;
import dev.etiqueta.request.Protocol;
import dev.etiqueta.request.RequestException;
import dev.etiqueta.server.Arrival;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Asks models by the Open Inference Protocol (v2) over HTTP.
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

    private final InferenceService inference;
    private final InferenceReader reader;
    private final LimitProperties limits;

    InferenceController(InferenceService inference, InferenceReader reader, LimitProperties limits) {
        this.inference = inference;
        this.reader = reader;
        this.limits = limits;
    }

    @PostMapping(
            path = {MODEL + "/infer", VERSION + "/infer"},
            produces = {MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_OCTET_STREAM_VALUE})
    @Operation(summary = "Ask a graph")
    void infer(
            @PathVariable String name,
            @PathVariable(required = false) @Nullable String version,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        long start = Arrival.nanoTime(request);
        long limit = Math.max(limits.uploadSize().toBytes(), limits.jsonSize().toBytes());
        try (RequestBody body = RequestBody.ofCompressed(request, limit, limits.time())) {
            answer(
                    InferenceWriter.write(inference.infer(
                            name,
                            version,
                            body.deadline(),
                            model -> RequestTimer.reached(request, model, Protocol.V2, start),
                            model -> read(body, request.getHeader(JSON_LENGTH), model))),
                    response);
        }
    }

    private InferenceRequest read(RequestBody body, @Nullable String jsonLength, ModelInfo model) throws IOException {
        RequestBody.Content content = body.content();
        ByteBuffer bytes = ByteBuffer.wrap(content.bytes(), content.from(), content.length());
        int length = jsonLength == null ? content.length() : jsonLength(jsonLength, content.length());
        return jsonLength != null && length == 0 ? RawBody.read(bytes, model.signature()) : reader.read(bytes, length);
    }

    private static int jsonLength(String header, int length) {
        try {
            int found = Integer.parseInt(header);
            if (found >= 0 && found <= length) {
                return found;
            }
        } catch (NumberFormatException e) {
            // It is told below.
        }
        throw new RequestException(
                Fault.INVALID,
                "the header %s is not a number from 0 to %d, the length of the body".formatted(JSON_LENGTH, length));
    }

    private static void answer(InferenceWriter.Body body, HttpServletResponse response) throws IOException {
        response.setContentType(
                body.isBinary() ? MediaType.APPLICATION_OCTET_STREAM_VALUE : MediaType.APPLICATION_JSON_VALUE);
        if (body.isBinary()) {
            response.setHeader(JSON_LENGTH, Integer.toString(body.json().remaining()));
        }
        response.setContentLength(body.length());
        body.writeTo(response.getOutputStream());
    }
}
