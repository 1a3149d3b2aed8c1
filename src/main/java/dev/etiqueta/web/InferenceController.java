package dev.etiqueta.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.etiqueta.model.Batch;
import dev.etiqueta.model.Deadline;
import dev.etiqueta.model.ElementType;
import dev.etiqueta.model.FailedModel;
import dev.etiqueta.model.Model;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.ModelService;
import dev.etiqueta.model.Tensor;
import dev.etiqueta.model.TensorAnswer;
import dev.etiqueta.model.TensorRequest;
import dev.etiqueta.model.TensorSpec;
import dev.etiqueta.server.Arrival;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The Open Inference Protocol (v2) over HTTP: tensors in, a graph's outputs back.
 *
 * @see <a href="https://github.com/kserve/open-inference-protocol">the protocol</a>
 */
@RestController
@Tag(name = "Open Inference Protocol")
class InferenceController {

    /** How many bytes of a body are JSON, where tensors follow it. */
    static final String JSON_LENGTH = "Inference-Header-Content-Length";

    private static final String MODEL = "/v2/models/{name}";
    private static final String VERSION = "/v2/models/{name}/versions/{version}";
    private static final String PLATFORM = "onnx_onnxv1";
    private static final List<String> EXTENSIONS =
            List.of("binary_tensor_data", "classification", "model_repository", "model_configuration", "statistics");

    private final ModelService models;
    private final ApplicationAvailability availability;
    private final ImageReader images;
    private final InferenceReader reader;
    private final LimitProperties limits;

    InferenceController(
            ModelService models,
            ApplicationAvailability availability,
            ImageReader images,
            InferenceReader reader,
            LimitProperties limits) {
        this.models = models;
        this.availability = availability;
        this.images = images;
        this.reader = reader;
        this.limits = limits;
    }

    record Server(String name, String version, List<String> extensions) {}

    record ModelNames(List<String> models) {}

    record ModelState(String name, boolean ready) {}

    record TensorDescription(String name, String datatype, List<Long> shape) {}

    record Metadata(
            String name,
            List<String> versions,
            String platform,
            List<TensorDescription> inputs,
            List<TensorDescription> outputs) {}

    /** As Triton's configuration of a model has it, without the dimension that counts instances. */
    record TensorConfiguration(
            String name, @JsonProperty("data_type") String dataType, List<Long> dims) {}

    /** As far as clients look at it. A largest batch of 0 says that no dimension counts instances. */
    record Configuration(
            String name,
            String platform,
            String backend,
            @JsonProperty("max_batch_size") int maxBatchSize,
            List<TensorConfiguration> input,
            List<TensorConfiguration> output) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record IndexEntry(
            String name,
            String version,
            String state,
            @Nullable String reason) {}

    @GetMapping({"/v2", "/v2/"})
    @Operation(summary = "Say what the service is")
    Server server() {
        String version = InferenceController.class.getPackage().getImplementationVersion();
        return new Server("etiqueta", Objects.requireNonNullElse(version, "unpacked"), EXTENSIONS);
    }

    @GetMapping("/v2/health/live")
    @Operation(summary = "Say whether it answers at all")
    Map<String, Boolean> live() {
        return Map.of("live", true);
    }

    @GetMapping("/v2/health/ready")
    @Operation(summary = "Say whether it answers to predictions")
    Map<String, Boolean> ready() {
        if (availability.getReadinessState() != ReadinessState.ACCEPTING_TRAFFIC) {
            throw new ProblemException(HttpStatus.SERVICE_UNAVAILABLE, "the service is not ready");
        }
        return Map.of("ready", true);
    }

    @GetMapping("/v2/models")
    @Operation(summary = "Name the models")
    ModelNames names() {
        return new ModelNames(
                models.models().stream().map(model -> model.id().name()).toList());
    }

    @GetMapping({MODEL + "/ready", VERSION + "/ready"})
    @Operation(summary = "Say whether a model answers")
    ModelState ready(@PathVariable String name, @PathVariable(required = false) @Nullable String version) {
        return new ModelState(find(name, version).id().name(), true);
    }

    @GetMapping({MODEL, VERSION})
    @Operation(summary = "Describe the inputs and outputs of a model")
    Metadata metadata(@PathVariable String name, @PathVariable(required = false) @Nullable String version) {
        ModelInfo model = find(name, version);
        return new Metadata(
                model.id().name(),
                List.of(model.id().version()),
                PLATFORM,
                describe(model.signature().inputs()),
                describe(model.signature().outputs()));
    }

    @GetMapping({MODEL + "/config", VERSION + "/config"})
    @Operation(summary = "Give the configuration of a model")
    Configuration configuration(@PathVariable String name, @PathVariable(required = false) @Nullable String version) {
        ModelInfo model = find(name, version);
        List<TensorSpec> inputs = model.signature().inputs();
        List<TensorSpec> outputs = model.signature().outputs();
        boolean batched = Stream.concat(inputs.stream(), outputs.stream())
                .allMatch(spec -> !spec.shape().isEmpty() && spec.shape().getFirst() < 0);
        return new Configuration(
                model.id().name(),
                PLATFORM,
                "onnxruntime",
                batched ? limits.instances() : 0,
                configure(inputs, batched),
                configure(outputs, batched));
    }

    private static List<TensorConfiguration> configure(List<TensorSpec> specs, boolean batched) {
        return describe(specs).stream()
                .map(tensor -> new TensorConfiguration(
                        tensor.name(),
                        "TYPE_" + (tensor.datatype().equals(Datatype.BYTES.name()) ? "STRING" : tensor.datatype()),
                        batched ? tensor.shape().subList(1, tensor.shape().size()) : tensor.shape()))
                .toList();
    }

    /** Those that the protocol has no name for are left out. */
    private static List<TensorDescription> describe(List<TensorSpec> specs) {
        List<TensorDescription> descriptions = new ArrayList<>();
        for (TensorSpec spec : specs) {
            Datatype datatype = Datatype.of(spec.type());
            if (datatype != null) {
                descriptions.add(new TensorDescription(spec.name(), datatype.name(), spec.shape()));
            }
        }
        return descriptions;
    }

    @PostMapping("/v2/repository/index")
    @Operation(summary = "List the models with their states")
    List<IndexEntry> index() {
        List<IndexEntry> entries = new ArrayList<>();
        for (ModelInfo model : models.models()) {
            entries.add(new IndexEntry(model.id().name(), model.id().version(), "READY", null));
        }
        for (FailedModel failed : models.failed()) {
            entries.add(new IndexEntry(failed.name(), failed.version(), "UNAVAILABLE", failed.reason()));
        }
        return entries;
    }

    @PostMapping({"/v2/repository/models/{name}/load", "/v2/repository/models/{name}/unload"})
    @Hidden
    void load(@PathVariable String name) {
        throw new ProblemException(
                HttpStatus.BAD_REQUEST,
                "models are not loaded one by one: a revision has all of them, and is deployed at /actuator/deployment");
    }

    private ModelInfo find(String name, @Nullable String version) {
        ModelInfo model = models.info(name);
        requireVersion(model, version);
        return model;
    }

    private static void requireVersion(ModelInfo model, @Nullable String version) {
        if (version != null && !version.equals(model.id().version())) {
            throw new ProblemException(
                    HttpStatus.NOT_FOUND,
                    "%s is served in the version %s only"
                            .formatted(model.id().name(), model.id().version()));
        }
    }

    @PostMapping({MODEL + "/infer", VERSION + "/infer"})
    @Operation(summary = "Ask a graph")
    ResponseEntity<byte[]> infer(
            @PathVariable String name,
            @PathVariable(required = false) @Nullable String version,
            HttpServletRequest request)
            throws IOException {
        long start = Arrival.nanoTime(request);
        long limit = Math.max(limits.uploadSize().toBytes(), limits.jsonSize().toBytes());
        RequestBody body = RequestBody.ofCompressed(request, limit, limits.time());
        Asked asked = new Asked(body, request.getHeader(JSON_LENGTH));
        TensorAnswer answer = models.infer(name, body.deadline(), model -> {
            RequestTimer.reached(request, model.info().id(), start);
            requireVersion(model.info(), version);
            return asked.of(model);
        });
        InferenceWriter.Body written = InferenceWriter.write(asked.request(), answer);
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
