package dev.etiqueta.bench;

import static java.util.Objects.requireNonNull;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.etiqueta.deployment.ModelLoader;
import dev.etiqueta.deployment.Release;
import dev.etiqueta.deployment.Revision;
import dev.etiqueta.dvc.PackedProject;
import dev.etiqueta.dvc.TrackedFile;
import dev.etiqueta.dvc.TrackedFiles;
import dev.etiqueta.model.Batch;
import dev.etiqueta.model.Model;
import dev.etiqueta.model.Prediction;
import dev.etiqueta.model.Signers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From pixels to labels; beside it nothing but the runtime, with a tensor that is made once. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // load comes first
public class PredictBenchmark {

    private static final String NAME = "binary_classifier_3";

    @Param({"1", "8", "64"})
    private int batchSize;

    private byte[][] pixels;
    private Model model;
    private OrtSession session;
    private Map<String, OnnxTensor> tensors;

    @Setup
    public void load() throws IOException, OrtException {
        pixels = Arrays.copyOf(Digits.pixels(), batchSize);
        TrackedFiles files = new PackedProject(PredictBenchmark.class.getClassLoader(), "dvc").read("models.dvc");
        Release release = new Release(new Revision(null, null, files.digest().hex(), Signers.NONE), files);
        model = requireNonNull(ModelLoader.load(release).get(NAME));
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            session = environment.createSession(onnx(files), options);
        }
        ByteBuffer buffer = ByteBuffer.allocateDirect(batchSize * Digits.SIDE * Digits.SIDE);
        for (byte[] image : pixels) {
            buffer.put(image);
        }
        long[] shape = {batchSize, Digits.SIDE, Digits.SIDE};
        tensors = Map.of("input", OnnxTensor.createTensor(environment, buffer.flip(), shape, OnnxJavaType.UINT8));
    }

    @Benchmark
    public List<? extends Prediction> etiqueta() {
        Batch batch = model.newBatch();
        for (byte[] image : pixels) {
            batch.addImage(image);
        }
        return model.predict(batch);
    }

    @Benchmark
    public float onnxRuntime() throws OrtException {
        try (OrtSession.Result result = session.run(tensors)) {
            return ((OnnxTensor) result.get(0)).getFloatBuffer().get(0);
        }
    }

    static byte[] onnx(TrackedFiles files) {
        return files.files().stream()
                .filter(file -> file.path().equals(NAME + ".onnx"))
                .map(TrackedFile::content)
                .findFirst()
                .orElseThrow();
    }
}
