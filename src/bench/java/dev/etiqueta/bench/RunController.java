package dev.etiqueta.bench;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.etiqueta.dvc.PackedProject;
import dev.etiqueta.dvc.TrackedFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** One run of the runtime for each request, with a tensor that is made once: nothing is received, read or told. */
@RestController
class RunController {

    private static final int BATCH = 64;

    private final OrtSession session;
    private final Map<String, OnnxTensor> tensors;

    RunController() throws IOException, OrtException {
        TrackedFiles files = new PackedProject(RunController.class.getClassLoader(), "dvc").read("models.dvc");
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            session = environment.createSession(PredictBenchmark.onnx(files), options);
        }
        ByteBuffer pixels = ByteBuffer.allocateDirect(BATCH * Digits.SIDE * Digits.SIDE);
        for (int i = 0; i < BATCH; i++) {
            pixels.put(Digits.pixels()[i]);
        }
        long[] shape = {BATCH, Digits.SIDE, Digits.SIDE};
        tensors = Map.of("input", OnnxTensor.createTensor(environment, pixels.flip(), shape, OnnxJavaType.UINT8));
    }

    record Ran(long outputs) {}

    @GetMapping("/run")
    Ran run() throws OrtException {
        try (OrtSession.Result result = session.run(tensors)) {
            return new Ran(result.size());
        }
    }
}
