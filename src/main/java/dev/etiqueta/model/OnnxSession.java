package dev.etiqueta.model;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.etiqueta.memory.Malloc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A graph in the ONNX runtime. All native memory is freed on the way out of each call, and by {@link #close}. */
final class OnnxSession implements AutoCloseable {

    private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

    private final OrtSession session;
    private final Signature signature;
    private final UnsignedTensors unsigned;

    private OnnxSession(OrtSession session, Signature signature, UnsignedTensors unsigned) {
        this.session = session;
        this.signature = signature;
        this.unsigned = unsigned;
    }

    /**
     * Loads a graph.
     *
     * @param file how messages call it
     * @throws ModelLoadException if the runtime refuses it, or it wants inputs that cannot be made
     */
    static OnnxSession open(String file, byte[] onnx) {
        OrtSession session = null;
        try (SessionOptions options = new SessionOptions()) {
            // One thread for each caller and none that spins: the fastest for small models that many callers share.
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            // Weights in other files have no digest: nothing can lie in this folder.
            options.addConfigEntry("session.model_external_initializers_file_folder_path", "/dev/null");
            // What it logs as errors it also throws; a client's mistake is no line in the log.
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
            session = ENVIRONMENT.createSession(onnx, options);
            Signature signature = Signature.of(
                    TensorSpecs.inputs(session.getInputInfo().values()),
                    TensorSpecs.outputs(session.getOutputInfo().values()));
            requireTensors(file, signature);
            return new OnnxSession(session, signature, UnsignedTensors.of(signature, ENVIRONMENT));
        } catch (OrtException e) {
            closeQuietly(session);
            throw new ModelLoadException(
                    "%s (%d bytes) is not a model that the ONNX runtime can load: %s"
                            .formatted(file, onnx.length, RuntimeMessage.of(e)),
                    "Export it again, as one file that holds its weights, and check it with onnx.checker; then `dvc add` and `dvc push` it.",
                    e);
        } catch (RuntimeException e) {
            closeQuietly(session);
            throw e;
        }
    }

    Signature signature() {
        return signature;
    }

    /** Takes what it needs of the outputs of a run; they are freed afterwards. */
    interface ResultReader {

        /**
         * Reads the outputs of some of the instances of a batch.
         *
         * @param from the first of them
         * @param count how many
         */
        void read(OrtSession.Result result, int from, int count) throws OrtException;
    }

    /**
     * Runs the graph on all instances: at once, or one by one where the graph takes one at a time.
     *
     * @param options null where nothing stops the run
     * @throws InstanceException if the graph takes another number of instances
     * @throws OrtException if the runtime gives up
     */
    void run(Batch batch, @Nullable RunOptions options, ResultReader reader) throws OrtException {
        long batchSize = signature.batchSize();
        if (batchSize == 1) {
            for (int i = 0; i < batch.size(); i++) {
                run(batch, i, 1, options, reader);
            }
        } else if (batchSize == TensorSpec.VARIES || batchSize == batch.size()) {
            run(batch, 0, batch.size(), options, reader);
        } else {
            throw new InstanceException(
                    "found %d instances; the model takes exactly %d at a time".formatted(batch.size(), batchSize));
        }
    }

    /**
     * Runs the graph on tensors as they are.
     *
     * @param tensors those that the signature names
     * @param options null where nothing stops the run
     * @throws OrtException if the runtime gives up
     */
    void run(List<Tensor> tensors, @Nullable RunOptions options, ResultReader reader) throws OrtException {
        try (RunInputs inputs = new RunInputs(ENVIRONMENT, unsigned)) {
            for (Tensor tensor : tensors) {
                long[] shape = TensorSpec.dimensions(tensor.shape());
                if (tensor.data() == null) {
                    inputs.addText(tensor.name(), tensor.text().toArray(String[]::new), shape);
                } else {
                    inputs.add(tensor.name(), tensor.type(), tensor.data(), shape);
                }
            }
            try (OrtSession.Result result = session.run(inputs.tensors(), options)) {
                reader.read(result, 0, 1);
            }
        }
    }

    private void run(Batch batch, int from, int count, @Nullable RunOptions options, ResultReader reader)
            throws OrtException {
        try (RunInputs inputs = new RunInputs(ENVIRONMENT, unsigned)) {
            for (TensorBuilder input : batch.inputs().values()) {
                TensorSpec spec = input.spec();
                if (spec.type() == ElementType.STRING) {
                    inputs.addText(spec.name(), input.text(from, count), input.shape(count));
                } else {
                    inputs.add(spec.name(), spec.type(), input.bytes(from, count), input.shape(count));
                }
            }
            try (OrtSession.Result result = session.run(inputs.tensors(), options)) {
                reader.read(result, from, count);
            }
        }
    }

    @Override
    public void close() {
        closeQuietly(unsigned, session);
    }

    private static void requireTensors(String file, Signature signature) {
        for (TensorSpec input : signature.inputs()) {
            if (input.type().javaType() == null) {
                throw new ModelLoadException(
                        "%s has the input '%s' of type %s, which cannot be served"
                                .formatted(file, input.name(), input.type()),
                        "Export the graph with inputs of another type, and cast inside of it.");
            }
        }
        for (TensorSpec output : signature.outputs()) {
            if (output.type() == ElementType.OTHER) {
                throw new ModelLoadException(
                        "%s has the output '%s' of a type that no answer can say".formatted(file, output.name()),
                        "Export the graph with outputs of another type, and cast inside of it, or without this one.");
            }
        }
    }

    private static void closeQuietly(@Nullable AutoCloseable... sessions) {
        try {
            for (AutoCloseable session : sessions) {
                if (session != null) {
                    session.close();
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException("the ONNX runtime cannot close a session", e);
        } finally {
            // A graph that is refused has taken memory as well.
            Malloc.trim();
        }
    }
}
