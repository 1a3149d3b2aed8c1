package dev.etiqueta.inference;

import dev.etiqueta.model.Batch;
import dev.etiqueta.model.Deadline;
import dev.etiqueta.model.ElementType;
import dev.etiqueta.model.Model;
import dev.etiqueta.model.ModelId;
import dev.etiqueta.model.ModelInfo;
import dev.etiqueta.model.ModelService;
import dev.etiqueta.model.Tensor;
import dev.etiqueta.model.TensorAnswer;
import dev.etiqueta.model.TensorRequest;
import dev.etiqueta.model.TensorSpec;
import dev.etiqueta.model.UnknownModelException;
import dev.etiqueta.request.Fault;
import dev.etiqueta.request.ImageReader;
import dev.etiqueta.request.RequestException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks models by the Open Inference Protocol: tensors in, or encoded images where a model takes some; a graph's outputs back. */
public final class InferenceService {

    private static final int MOST_QUOTED = 100;

    private final ModelService models;
    private final ImageReader images;

    public InferenceService(ModelService models, ImageReader images) {
        this.models = models;
        this.images = images;
    }

    /** Reads a request. */
    @FunctionalInterface
    public interface Source<E extends Exception> {

        /**
         * Reads it.
         *
         * @param model that will be asked
         */
        InferenceRequest read(ModelInfo model) throws E;
    }

    /**
     * Asks a model.
     *
     * @param version that it must serve in; null or empty for any
     * @param reached is told of the model before the request is read
     * @throws UnknownModelException if no model has this name
     * @throws RequestException if it does not serve in this version, or the request is not one that it takes
     * @throws E what the source throws
     */
    public <E extends Exception> InferenceAnswer infer(
            String name, @Nullable String version, Deadline deadline, Consumer<ModelId> reached, Source<E> source)
            throws E {
        Asked<E> asked = new Asked<>(source);
        TensorAnswer answer = models.infer(name, deadline, model -> {
            reached.accept(model.info().id());
            requireVersion(model.info(), version);
            InferenceRequest request = asked.read(model.info());
            requireOutputs(model.info(), request);
            return takesImages(model, request) ? images(model, request, deadline) : tensors(request);
        });
        return answer(asked.request(), answer);
    }

    /** A request, which is read once its model is known. */
    private static final class Asked<E extends Exception> {

        private final Source<E> source;
        private @Nullable InferenceRequest request;

        Asked(Source<E> source) {
            this.source = source;
        }

        InferenceRequest read(ModelInfo model) throws E {
            InferenceRequest read = source.read(model);
            request = read;
            return read;
        }

        InferenceRequest request() {
            return Objects.requireNonNull(request);
        }
    }

    /** @throws RequestException if it does not serve in this version; null or empty is any */
    static void requireVersion(ModelInfo model, @Nullable String version) {
        if (version != null && !version.isEmpty() && !version.equals(model.id().version())) {
            throw new RequestException(
                    Fault.NOT_FOUND,
                    "%s is served in the version %s only"
                            .formatted(model.id().name(), model.id().version()));
        }
    }

    private static void requireOutputs(ModelInfo model, InferenceRequest request) {
        List<String> names =
                model.signature().outputs().stream().map(TensorSpec::name).toList();
        for (InferenceRequest.Output output : request.outputs()) {
            if (!names.contains(output.name())) {
                throw new RequestException(
                        Fault.INVALID,
                        "there is no output '%s'; there are %s"
                                .formatted(
                                        output.name()
                                                .substring(
                                                        0,
                                                        Math.min(output.name().length(), MOST_QUOTED)),
                                        names));
            }
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
            throw new RequestException(
                    Fault.INVALID, "images are BYTES of the shape [n], of the input '%s'".formatted(expected));
        }
        Batch batch = model.newBatch();
        for (ByteBuffer image : input.bytes()) {
            byte[] encoded = new byte[image.remaining()];
            image.get(encoded);
            images.add(encoded, "%s[%d]".formatted(expected, batch.size()), null, model, batch, deadline);
        }
        if (batch.size() == 0) {
            throw new RequestException(Fault.INVALID, "there are no images");
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
                throw new RequestException(
                        Fault.INVALID,
                        "the element %d of the input '%s' is not UTF-8, which the graph takes"
                                .formatted(text.size(), input.name()));
            }
        }
        return text;
    }

    private static InferenceAnswer answer(InferenceRequest request, TensorAnswer answer) {
        List<InferenceAnswer.Output> outputs = new ArrayList<>();
        if (request.outputs().isEmpty()) {
            for (Tensor tensor : answer.outputs()) {
                outputs.add(output(tensor, request.binaryOutput()));
            }
        }
        for (InferenceRequest.Output asked : request.outputs()) {
            Tensor tensor = answer.outputs().stream()
                    .filter(output -> output.name().equals(asked.name()))
                    .findFirst()
                    .orElseThrow();
            outputs.add(output(
                    asked.classes() == 0
                            ? tensor
                            : Classes.of(tensor, asked.classes(), answer.by().card()),
                    asked.binary() == null ? request.binaryOutput() : asked.binary()));
        }
        return new InferenceAnswer(answer.by().id(), request.id(), outputs);
    }

    private static InferenceAnswer.Output output(Tensor tensor, boolean binary) {
        Datatype datatype = Datatype.of(tensor.type());
        if (datatype == null) {
            throw new IllegalStateException("the model was loaded, and has an output of " + tensor.type());
        }
        return new InferenceAnswer.Output(tensor, datatype, binary);
    }
}
