package dev.etiqueta.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.etiqueta.model.FailedModel;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.ModelService;
import dev.etiqueta.model.TensorSpec;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
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
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What there is to ask by the Open Inference Protocol: health, metadata, configuration, and the index of models. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Open Inference Protocol")
class InferenceMetadataController {

    private static final String PLATFORM = "onnx_onnxv1";
    private static final List<String> EXTENSIONS =
            List.of("binary_tensor_data", "classification", "model_repository", "model_configuration", "statistics");

    private final ModelService models;
    private final ApplicationAvailability availability;
    private final LimitProperties limits;

    InferenceMetadataController(ModelService models, ApplicationAvailability availability, LimitProperties limits) {
        this.models = models;
        this.availability = availability;
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
        String version = InferenceMetadataController.class.getPackage().getImplementationVersion();
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

    @GetMapping({InferenceController.MODEL + "/ready", InferenceController.VERSION + "/ready"})
    @Operation(summary = "Say whether a model answers")
    ModelState ready(@PathVariable String name, @PathVariable(required = false) @Nullable String version) {
        return new ModelState(find(name, version).id().name(), true);
    }

    @GetMapping({InferenceController.MODEL, InferenceController.VERSION})
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

    @GetMapping({InferenceController.MODEL + "/config", InferenceController.VERSION + "/config"})
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
        InferenceController.requireVersion(model, version);
        return model;
    }
}
