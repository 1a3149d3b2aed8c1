package dev.etiqueta.inference;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.etiqueta.model.FailedModel;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.ModelService;
import dev.etiqueta.model.TensorSpec;
import dev.etiqueta.model.UnknownModelException;
import dev.etiqueta.request.Fault;
import dev.etiqueta.request.RequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What there is to ask by the Open Inference Protocol: metadata, configuration, and the index of models. */
public final class InferenceCatalog {

    private static final String PLATFORM = "onnx_onnxv1";
    private static final List<String> EXTENSIONS =
            List.of("binary_tensor_data", "classification", "model_repository", "model_configuration", "statistics");

    private final ModelService models;
    private final int mostInstances;

    /** @param mostInstances of a request */
    public InferenceCatalog(ModelService models, int mostInstances) {
        this.models = models;
        this.mostInstances = mostInstances;
    }

    /** The service itself. */
    public record Server(String name, String version, List<String> extensions) {}

    /** An input or output; a dimension of -1 varies. */
    public record TensorDescription(String name, String datatype, List<Long> shape) {}

    /** What a model takes and gives. */
    public record Metadata(
            String name,
            List<String> versions,
            String platform,
            List<TensorDescription> inputs,
            List<TensorDescription> outputs) {}

    /** As Triton's configuration of a model has it, without the dimension that counts instances. */
    public record TensorConfiguration(
            String name, @JsonProperty("data_type") String dataType, List<Long> dims) {}

    /** As far as clients look at it. A largest batch of 0 says that no dimension counts instances. */
    public record Configuration(
            String name,
            String platform,
            String backend,
            @JsonProperty("max_batch_size") int maxBatchSize,
            List<TensorConfiguration> input,
            List<TensorConfiguration> output) {}

    /** A model, and whether it serves. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record IndexEntry(
            String name,
            String version,
            String state,
            @Nullable String reason) {}

    /** Describes the service. */
    public Server server() {
        String version = InferenceCatalog.class.getPackage().getImplementationVersion();
        return new Server("etiqueta", Objects.requireNonNullElse(version, "unpacked"), EXTENSIONS);
    }

    /** The names of the models that serve. */
    public List<String> names() {
        return models.models().stream().map(model -> model.id().name()).toList();
    }

    /**
     * A model.
     *
     * @param version that it must serve in; null or empty for any
     * @throws UnknownModelException if no model has this name
     * @throws RequestException if it does not serve in this version
     */
    public ModelInfo model(String name, @Nullable String version) {
        ModelInfo model = models.info(name);
        InferenceService.requireVersion(model, version);
        return model;
    }

    /**
     * Some models.
     *
     * @param name of one, as {@link #model} finds it; empty for all
     */
    public List<ModelInfo> models(String name, @Nullable String version) {
        return name.isEmpty() ? models.models() : List.of(model(name, version));
    }

    /** Describes a model, which is found as by {@link #model}. */
    public Metadata metadata(String name, @Nullable String version) {
        ModelInfo model = model(name, version);
        return new Metadata(
                model.id().name(),
                List.of(model.id().version()),
                PLATFORM,
                describe(model.signature().inputs()),
                describe(model.signature().outputs()));
    }

    /** The configuration of a model, which is found as by {@link #model}. */
    public Configuration configuration(String name, @Nullable String version) {
        ModelInfo model = model(name, version);
        List<TensorSpec> inputs = model.signature().inputs();
        List<TensorSpec> outputs = model.signature().outputs();
        boolean batched = Stream.concat(inputs.stream(), outputs.stream())
                .allMatch(spec -> !spec.shape().isEmpty() && spec.shape().getFirst() < 0);
        return new Configuration(
                model.id().name(),
                PLATFORM,
                "onnxruntime",
                batched ? mostInstances : 0,
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

    /** All models of the revision, also those that cannot be served. */
    public List<IndexEntry> index() {
        List<IndexEntry> entries = new ArrayList<>();
        for (ModelInfo model : models.models()) {
            entries.add(new IndexEntry(model.id().name(), model.id().version(), "READY", null));
        }
        for (FailedModel failed : models.failed()) {
            entries.add(new IndexEntry(failed.name(), failed.version(), "UNAVAILABLE", failed.reason()));
        }
        return entries;
    }

    /** What is said to who wants to load or unload a model. */
    public static RequestException notLoadedByItself() {
        return new RequestException(
                Fault.INVALID,
                "models are not loaded one by one: a revision has all of them, and is deployed at /actuator/deployment");
    }
}
