package dev.etiqueta.model;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import dev.etiqueta.image.ImageContract;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A loaded model: the session, what its graph takes and gives, and its card where it has one. It has proved itself
 * before anyone can have it. Safe for any number of threads until it is closed.
 */
public final class Model implements AutoCloseable {

    private final OnnxSession session;
    private final ModelInfo info;
    private final @Nullable Labeler labeler;
    private final @Nullable ImageInput images;

    private Model(OnnxSession session, ModelInfo info, @Nullable Labeler labeler, @Nullable ImageInput images) {
        this.session = session;
        this.info = info;
        this.labeler = labeler;
        this.images = images;
    }

    /**
     * Loads a model, runs its golden examples, and warms it up.
     *
     * @param id name, version and digest
     * @param onnx the bytes of the ONNX file
     * @param card null where it came without one: it is then served as plain tensors
     * @throws ModelLoadException if it cannot be loaded, its card does not fit its graph, or its golden examples come
     *     out differently; nothing of it is left in memory
     */
    public static Model load(ModelId id, byte[] onnx, @Nullable ModelCard card) {
        OnnxSession session = OnnxSession.open(id.name() + ".onnx", onnx);
        try {
            Signature signature = session.signature();
            Model model = new Model(
                    session,
                    new ModelInfo(id, signature, card, null),
                    card == null ? null : Labeler.of(id.name(), card, signature),
                    card == null || card.image() == null ? null : ImageInput.of(id.name(), card.image(), signature));
            Model proved = card == null ? model : model.proved(card);
            WarmUp.run(proved);
            return proved;
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private Model proved(ModelCard card) {
        GoldenProof proof = new GoldenExamples(this, card).prove();
        return new Model(session, new ModelInfo(info.id(), info.signature(), card, proof), labeler, images);
    }

    public ModelInfo info() {
        return info;
    }

    /**
     * The images that it takes.
     *
     * @throws NoImageContractException if it takes none
     */
    public ImageContract imageContract() {
        if (images == null) {
            throw new NoImageContractException(info);
        }
        return images.contract();
    }

    /** The shape of one instance of an input: the images' where it takes some, else the graph's. */
    long[] instanceShape(TensorSpec input) {
        return images != null ? images.dimensions() : TensorSpec.dimensions(input.instanceShape());
    }

    /** An empty batch for this model. */
    public Batch newBatch() {
        return new Batch(info.signature(), images);
    }

    /**
     * Predicts all instances, however long it takes.
     *
     * @return one prediction for each, in their order
     * @throws InstanceException if they do not fit the graph
     * @throws InferenceException if the runtime gives up
     */
    public List<? extends Prediction> predict(Batch batch) {
        return predict(batch, null);
    }

    List<? extends Prediction> predict(Batch batch, @Nullable RunOptions options) {
        if (labeler != null) {
            return labeler.labels(outputs(batch, options));
        }
        List<Prediction.Raw> predictions = new ArrayList<>(batch.size());
        run(
                batch,
                options,
                (result, from, count) -> predictions.addAll(RawOutputs.read(result, info.signature(), count)));
        return predictions;
    }

    /**
     * The graph's own outputs, before the card's activation.
     *
     * @return for each instance one value, or one for each label, instance by instance
     * @throws IllegalStateException if it has no card
     */
    public float[] outputs(Batch batch) {
        return outputs(batch, null);
    }

    /** What the card makes of {@link #outputs}. */
    public List<Prediction.Label> labels(float[] outputs) {
        return cardedLabeler().labels(outputs);
    }

    private float[] outputs(Batch batch, @Nullable RunOptions options) {
        Labeler carded = cardedLabeler();
        float[] outputs = new float[batch.size() * carded.outputs()];
        run(batch, options, (result, from, count) -> carded.read(result, outputs, from, count));
        return outputs;
    }

    /**
     * Asks the graph as a whole.
     *
     * @throws InstanceException if it does not take what it is asked, or an output is no tensor
     * @throws InferenceException if the runtime gives up
     */
    TensorAnswer infer(TensorRequest request, @Nullable RunOptions options) {
        TensorOutputs outputs = new TensorOutputs(info.signature());
        Batch batch = request.images();
        try {
            if (batch == null) {
                session.run(request.tensors(), options, (result, from, count) -> outputs.add(result));
            } else {
                session.run(batch, options, (result, from, count) -> outputs.add(result));
            }
        } catch (OrtException e) {
            throw new InstanceException("the model gave up on these inputs: " + RuntimeMessage.of(e));
        }
        List<Tensor> tensors = outputs.tensors();
        return new TensorAnswer(info, tensors, labeler == null ? List.of() : labeler.labels(tensors.getFirst()));
    }

    private void run(Batch batch, @Nullable RunOptions options, OnnxSession.ResultReader reader) {
        try {
            session.run(batch, options, reader);
        } catch (OrtException e) {
            if (images == null) {
                // Nothing is known of such a model but its signature, so what it cannot take shows only here.
                throw new InstanceException("the model gave up on these instances: " + RuntimeMessage.of(e));
            }
            throw new InferenceException("%s gave up".formatted(info.id().name()), e);
        }
    }

    private Labeler cardedLabeler() {
        if (labeler == null) {
            throw new IllegalStateException("%s has no card".formatted(info.id().name()));
        }
        return labeler;
    }

    @Override
    public void close() {
        session.close();
    }
}
